/* The life of a Transfer, and its methods in Lua. */
#include "transfer.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ascii.h"

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

static void free_bytes(Bytes *bytes) {
  free(bytes->data);
  bytes->data = NULL;
  bytes->size = bytes->capacity = 0;
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
  curl_easy_getinfo(transfer->easy, CURLINFO_OS_ERRNO, &transfer->os_errno);
  if (transfer->state == TRANSFER_RUNNING) curl_multi_remove_handle(lists->multi, transfer->easy);
  free_request(transfer);
  transfer->code = code;
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

/* What went wrong, in the words of whoever has to choose what to do next. */
static const char *failure_category(const Transfer *transfer) {
  if (transfer->cancelled) return "cancelled";
  if (is_too_large(transfer)) return "too large";
  if (is_login_refused(transfer)) return "proxy login";
  switch (transfer->code) {
    case CURLE_OPERATION_TIMEDOUT: return "timeout";
    case CURLE_SSL_CONNECT_ERROR: return transfer->os_errno ? "network" : "tls"; /* reset, or refused */
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
  lua_createtable(L, 0, 5);
  lua_pushstring(L, failure_category(transfer));
  lua_setfield(L, -2, "category");
  lua_pushstring(L, failure_message(transfer));
  lua_setfield(L, -2, "message");
  lua_pushnumber(L, transfer->seconds);
  lua_setfield(L, -2, "seconds");
  lua_pushboolean(L, transfer->sent > 0);
  lua_setfield(L, -2, "sent");
  if (transfer->proxy_status > 0) {
    lua_pushinteger(L, transfer->proxy_status);
    lua_setfield(L, -2, "proxy_status");
  }
  return 2;
}

/* [-0, +1, m] Push a header's name in lower case. */
static void push_lower(lua_State *L, const char *name, size_t length) {
  luaL_Buffer lower;
  luaL_buffinit(L, &lower);
  for (size_t i = 0; i < length; i++) luaL_addchar(&lower, ascii_lower(name[i]));
  luaL_pushresult(&lower);
}

/* [-0, +0, m] Store one header line in the table on top; a name that comes again adds to the first with ", ". */
static void store_header(lua_State *L, const char *line, const char *end) {
  const char *colon = memchr(line, ':', (size_t)(end - line));
  if (colon == NULL) return;
  push_lower(L, line, (size_t)(colon - line));
  lua_pushvalue(L, -1);
  lua_rawget(L, -3);
  bool again = !lua_isnil(L, -1);
  if (again)
    lua_pushliteral(L, ", ");
  else
    lua_pop(L, 1);
  for (colon++; colon < end && (*colon == ' ' || *colon == '\t'); colon++) continue;
  while (end > colon && (end[-1] == '\r' || end[-1] == ' ' || end[-1] == '\t')) end--;
  lua_pushlstring(L, colon, (size_t)(end - colon));
  if (again) lua_concat(L, 3);
  lua_rawset(L, -3);
}

static void push_headers(lua_State *L, const Bytes *head) {
  const char *line = head->data, *end = head->data + head->size;
  lua_newtable(L);
  while (line < end) {
    const char *stop = memchr(line, '\n', (size_t)(end - line));
    if (stop == NULL) stop = end;
    store_header(L, line, stop);
    line = stop + 1;
  }
}

static int push_response(lua_State *L, const Transfer *transfer) {
  lua_createtable(L, 0, 4);
  lua_pushinteger(L, transfer->status);
  lua_setfield(L, -2, "status");
  push_headers(L, &transfer->head);
  lua_setfield(L, -2, "headers");
  lua_pushlstring(L, transfer->body.data ? transfer->body.data : "", transfer->body.size);
  lua_setfield(L, -2, "body");
  lua_pushnumber(L, transfer->seconds);
  lua_setfield(L, -2, "seconds");
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
**                   | nil, {category =, message =, seconds =, sent =, proxy_status =}
** Once only: it hands the body over and frees it. Header names are in lower case. `sent` is false only if not one byte
** of the request was written; what set up a tunnel or TLS is no part of it. `proxy_status` is what a proxy answered to
** CONNECT, if one was asked for a tunnel and answered. */
static int transfer_m_result(lua_State *L) {
  Transfer *transfer = check_transfer(L);
  luaL_argcheck(L, transfer->state >= TRANSFER_DONE, 1, "transfer is still under way");
  luaL_argcheck(L, transfer->state == TRANSFER_DONE, 1, "the result was already taken");
  bool failed = transfer->cancelled || transfer->code != CURLE_OK;
  int results = failed ? push_failure(L, transfer) : push_response(L, transfer);
  transfer->state = TRANSFER_TAKEN;
  transfer_move(transfer, NULL);
  free_bytes(&transfer->head);
  free_bytes(&transfer->body);
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
  free_bytes(&transfer->head);
  free_bytes(&transfer->body);
  return 0;
}

static const luaL_Reg metamethods[] = {{"__gc", transfer_m__gc}, {"__close", transfer_m__gc}, {NULL, NULL}};

static const luaL_Reg methods[] = {{"cancel", transfer_m_cancel},
                                   {"done", transfer_m_done},
                                   {"result", transfer_m_result},
                                   {"sent", transfer_m_sent},
                                   {NULL, NULL}};

void register_transfer(lua_State *L) {
  luaL_newmetatable(L, TRANSFER);
  luaL_setfuncs(L, metamethods, 0);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}
