/* The life of a Transfer, and its methods in Lua. */
#include "transfer.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define TRANSFER "aliota.transfer"

/* ---- life ---- */

Transfer *push_transfer(lua_State *L) {
  Transfer *transfer = lua_newuserdata(L, sizeof *transfer);
  memset(transfer, 0, sizeof *transfer);
  luaL_setmetatable(L, TRANSFER);
  return transfer;
}

void transfer_move(Transfer *transfer, List *list) {
  if (transfer->list != NULL) list_remove(transfer->list, &transfer->node);
  transfer->list = list;
  if (list != NULL) list_append(list, &transfer->node);
}

static void free_request(Transfer *transfer) {
  curl_easy_cleanup(transfer->easy);
  curl_slist_free_all(transfer->headers);
  transfer->easy = NULL;
  transfer->headers = NULL;
}

void transfer_finish(Transfer *transfer, CURLcode code) {
  TransferLists *lists = transfer->lists;
  curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &transfer->status);
  curl_easy_getinfo(transfer->easy, CURLINFO_HTTP_CONNECTCODE, &transfer->proxy_status);
  curl_easy_getinfo(transfer->easy, CURLINFO_PROXY_ERROR, &transfer->proxy_error);
  curl_easy_getinfo(transfer->easy, CURLINFO_TOTAL_TIME, &transfer->seconds);
  curl_easy_getinfo(transfer->easy, CURLINFO_LOCAL_PORT, &transfer->local_port);
  curl_easy_getinfo(transfer->easy, CURLINFO_OS_ERRNO, &transfer->os_errno);
  if (transfer->state == TRANSFER_RUNNING) curl_multi_remove_handle(lists->multi, transfer->easy);
  free_request(transfer);
  transfer->code = transfer_end_response(transfer, code);
  transfer->state = TRANSFER_DONE;
  lists->active--;
  transfer_move(transfer, &lists->finished);
}

/* After a fork the handles belong to the parent: forget them, as freeing them would talk on its connections. */
static void disown_after_fork(Transfer *transfer) {
  if (transfer->lists->pid == getpid()) return;
  transfer->easy = NULL;
  transfer->headers = NULL;
  transfer->state = TRANSFER_QUEUED;
}

void transfer_cancel(Transfer *transfer) {
  if (transfer->lists == NULL || transfer->state >= TRANSFER_DONE) return;
  disown_after_fork(transfer);
  transfer_finish(transfer, CURLE_ABORTED_BY_CALLBACK);
  transfer->cancelled = true;
}

/* ---- result ---- */

static bool is_too_large(const Transfer *transfer) {
  return transfer->body.full || transfer->head.full || transfer->code == CURLE_FILESIZE_EXCEEDED;
}

static bool is_login_refused(const Transfer *transfer) {
  return transfer->proxy_status == 407 || transfer->proxy_error == CURLPX_USER_REJECTED ||
         transfer->proxy_error == CURLPX_NO_AUTH;
}

/* Whether the connection broke. What the system said last may be of an address that was tried before this one, but
** these two it says of connections alone. */
static bool is_reset(const Transfer *transfer) {
  return transfer->os_errno == ECONNRESET || transfer->os_errno == EPIPE;
}

/* What went wrong, in the words of whoever has to choose what to do next. */
static const char *failure_category(const Transfer *transfer) {
  if (transfer->cancelled) return "cancelled";
  if (is_too_large(transfer)) return "too large";
  if (is_login_refused(transfer)) return "proxy login";
  switch (transfer->code) {
    case CURLE_OPERATION_TIMEDOUT: return "timeout";
    case CURLE_SSL_CONNECT_ERROR: return is_reset(transfer) ? "network" : "tls";
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_ENGINE_INITFAILED: return "tls";
    default: return "network";
  }
}

static const char *failure_message(const Transfer *transfer) {
  if (transfer->cancelled) return "cancelled";
  if (is_too_large(transfer)) return "the answer is larger than its limit";
  return transfer->message[0] ? transfer->message : curl_easy_strerror(transfer->code);
}

static int push_failure(lua_State *L, const Transfer *transfer) {
  lua_pushnil(L);
  lua_createtable(L, 0, 6);
  lua_pushstring(L, failure_category(transfer));
  lua_setfield(L, -2, "category");
  lua_pushstring(L, failure_message(transfer));
  lua_setfield(L, -2, "message");
  lua_pushnumber(L, transfer->seconds);
  lua_setfield(L, -2, "seconds");
  lua_pushboolean(L, transfer->sent > 0);
  lua_setfield(L, -2, "sent");
  lua_pushboolean(L, transfer->local_port > 0);
  lua_setfield(L, -2, "connected");
  if (transfer->proxy_status > 0) {
    lua_pushinteger(L, transfer->proxy_status);
    lua_setfield(L, -2, "proxy_status");
  }
  return 2;
}

static int push_answer(lua_State *L, const Transfer *transfer, Response *response) {
  lua_createtable(L, 0, 4);
  lua_pushinteger(L, transfer->status);
  lua_setfield(L, -2, "status");
  lua_pushnumber(L, transfer->seconds);
  lua_setfield(L, -2, "seconds");
  response_push_content(L, response);
  lua_setfield(L, -3, "body");
  lua_setfield(L, -2, "headers");
  return 1;
}

/* ---- methods ---- */

static Transfer *check_transfer(lua_State *L) { return luaL_checkudata(L, 1, TRANSFER); }

/* transfer:done() → whether result() may be asked for. */
static int transfer_m_done(lua_State *L) {
  lua_pushboolean(L, check_transfer(L)->state >= TRANSFER_DONE);
  return 1;
}

/* transfer:sent() → when its request began to go out, in the seconds of http.now(), or nil if it did not, or not yet.
** That is the last time if libcurl found a pooled connection dead and repeated it on a new one. It stays as it is when
** the transfer is done; in a forked process it says what was sent before the fork. */
static int transfer_m_sent(lua_State *L) {
  const Transfer *transfer = check_transfer(L);
  if (transfer->sent > 0)
    lua_pushnumber(L, transfer->sent);
  else
    lua_pushnil(L);
  return 1;
}

/* transfer:result() → {status =, headers =, body =, seconds =}
**                   | nil, {category =, message =, seconds =, connected =, sent =, proxy_status =}
** Once only: it hands the body over and frees it. Header names are in lower case. `sent` is false only if not one byte
** of the request was written; what set up a tunnel or TLS is no part of it. `connected` is whether anybody, be it a
** proxy, has taken the connection. `proxy_status` is what a proxy answered to CONNECT, if one was asked for a tunnel
** and answered. */
static int transfer_m_result(lua_State *L) {
  Transfer *transfer = check_transfer(L);
  luaL_argcheck(L, transfer->state >= TRANSFER_DONE, 1, "transfer is still under way");
  /* Every allocation may run finalisers, and these may do anything with the transfer: so its bytes leave it first. */
  Response *response = push_response(L, transfer);
  luaL_argcheck(L, transfer->state == TRANSFER_DONE, 1, "the result was already taken");
  response_take(response, transfer);
  transfer->state = TRANSFER_TAKEN;
  transfer_move(transfer, NULL);
  bool failed = transfer->cancelled || transfer->code != CURLE_OK;
  int results = failed ? push_failure(L, transfer) : push_answer(L, transfer, response);
  response_free(response);
  return results;
}

/* transfer:cancel(): a transfer that is under way ends now, with the failure "cancelled"; any other stays as it is. */
static int transfer_m_cancel(lua_State *L) {
  transfer_cancel(check_transfer(L));
  return 0;
}

/* __gc and __close: cancelled if under way, and everything it owns is freed. */
static int transfer_m__gc(lua_State *L) {
  Transfer *transfer = check_transfer(L);
  transfer_cancel(transfer);
  transfer_move(transfer, NULL);
  transfer->lists = NULL;
  transfer->state = TRANSFER_TAKEN;
  free_request(transfer); /* one that was never queued still has it */
  gzip_close(&transfer->gzip);
  bytes_free(&transfer->head);
  bytes_free(&transfer->body);
  return 0;
}

static const luaL_Reg metamethods[] = {{"__gc", transfer_m__gc}, {"__close", transfer_m__gc}, {NULL, NULL}};

static const luaL_Reg methods[] = {{"cancel", transfer_m_cancel},
                                   {"done", transfer_m_done},
                                   {"result", transfer_m_result},
                                   {"sent", transfer_m_sent},
                                   {NULL, NULL}};

void register_transfer(lua_State *L) {
  register_response(L);
  luaL_newmetatable(L, TRANSFER);
  luaL_setfuncs(L, metamethods, 0);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}
