/* The life of a Transfer, and its methods in Lua. */
#include "transfer.h"

#include <string.h>

#include "transfer_response.h"
#include "transfer_result.h"

#define TRANSFER "aliota.transfer"

/* ---- life ---- */

/* What Lua has of a Transfer, and finalises. When memory runs out a call of a finaliser may fail, as its frame needs
** some, and Lua takes the object back all the same. So what lists and libcurl point to is memory of its own, which the
** Http keeps until the finaliser has let go of it. Its user value is {Http, Transfer}. */
typedef struct {
  Transfer *transfer; /* NULL until the user value holds it */
} Handle;

/* [-1, +0, m] Take what is on top into one of the tables by id of the Http at 1. */
static void note(lua_State *L, int table, int id) {
  lua_getuservalue(L, 1);
  lua_rawgeti(L, -1, table);
  lua_pushvalue(L, -3);
  lua_rawseti(L, -2, id);
  lua_pop(L, 3);
}

/* [-0, +1, m] Push a Transfer that is all zeros, and have the handle below it hold it. */
static Transfer *push_memory(lua_State *L) {
  Transfer *transfer = lua_newuserdata(L, sizeof *transfer);
  memset(transfer, 0, sizeof *transfer);
  lua_createtable(L, 2, 0);
  lua_pushvalue(L, 1);
  lua_rawseti(L, -2, 1);
  lua_pushvalue(L, -2);
  lua_rawseti(L, -2, 2);
  lua_setuservalue(L, -3);
  return transfer;
}

Transfer *push_transfer(lua_State *L, int id) {
  Handle *handle = lua_newuserdata(L, sizeof *handle);
  handle->transfer = NULL;
  luaL_setmetatable(L, TRANSFER);
  Transfer *transfer = push_memory(L);
  transfer->id = id;
  note(L, HTTP_TRANSFERS, id);
  handle->transfer = transfer;
  lua_pushvalue(L, -1);
  note(L, HTTP_HANDLES, id);
  return transfer;
}

/* [-0, +0, -] The Http of the handle at 1 need not keep its memory any more. Again does nothing. */
static void let_go(lua_State *L, const Transfer *transfer) {
  lua_getuservalue(L, 1);
  lua_rawgeti(L, -1, 1);
  lua_getuservalue(L, -1);
  lua_rawgeti(L, -1, HTTP_TRANSFERS);
  lua_rawgeti(L, -1, transfer->id);
  bool is_kept = lua_touserdata(L, -1) == transfer;
  lua_pushnil(L);
  if (is_kept) lua_rawseti(L, -3, transfer->id);
  lua_settop(L, 1);
}

void transfer_move(Transfer *transfer, List *list) {
  if (transfer->list != NULL) list_remove(transfer->list, &transfer->node);
  transfer->list = list;
  if (list != NULL) list_append(list, &transfer->node);
}

/* Again does nothing. */
static void free_request(Transfer *transfer) {
  curl_easy_cleanup(transfer->easy);
  curl_slist_free_all(transfer->headers);
  transfer->easy = NULL;
  transfer->headers = NULL;
}

/* What libcurl knows of it, which goes with its handle. */
static void note_facts(Transfer *transfer) {
  double sent = 0, answered = 0;
  curl_easy_getinfo(transfer->easy, CURLINFO_PRETRANSFER_TIME, &sent);
  curl_easy_getinfo(transfer->easy, CURLINFO_STARTTRANSFER_TIME, &answered);
  transfer->is_answered = answered > 0;
  transfer->waited = answered - sent;
  curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &transfer->status);
  curl_easy_getinfo(transfer->easy, CURLINFO_HTTP_VERSION, &transfer->http_version);
  curl_easy_getinfo(transfer->easy, CURLINFO_HTTP_CONNECTCODE, &transfer->proxy_status);
  curl_easy_getinfo(transfer->easy, CURLINFO_PROXY_ERROR, &transfer->proxy_error);
  curl_easy_getinfo(transfer->easy, CURLINFO_PROXY_SSL_VERIFYRESULT, &transfer->proxy_verdict);
  curl_easy_getinfo(transfer->easy, CURLINFO_TOTAL_TIME, &transfer->seconds);
  curl_easy_getinfo(transfer->easy, CURLINFO_LOCAL_PORT, &transfer->local_port);
  curl_easy_getinfo(transfer->easy, CURLINFO_OS_ERRNO, &transfer->os_errno);
}

/* Whether it is whom the other side is that TLS has failed for, or may be: OpenSSL does not always say. */
static bool is_distrust(CURLcode code) {
  return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CONNECT_ERROR;
}

void transfer_finish(Transfer *transfer, CURLcode code) {
  Multi *multi = transfer->multi;
  note_facts(transfer);
  if (is_distrust(code)) multi_distrust(multi);
  if (transfer->state == TRANSFER_RUNNING) curl_multi_remove_handle(multi->handle, transfer->easy);
  free_request(transfer);
  transfer->code = transfer_end_response(transfer, code);
  transfer->state = TRANSFER_DONE;
  multi->active--;
  transfer_move(transfer, &multi->finished);
}

/* After a fork the handles belong to the parent: forget them, as freeing them would talk on its connections. */
static void disown_after_fork(Transfer *transfer) {
  if (!multi_is_inherited(transfer->multi)) return;
  transfer->easy = NULL;
  transfer->headers = NULL;
  transfer->state = TRANSFER_QUEUED;
}

void transfer_cancel(Transfer *transfer) {
  if (transfer->multi == NULL || transfer->state >= TRANSFER_DONE) return;
  disown_after_fork(transfer);
  transfer_finish(transfer, CURLE_ABORTED_BY_CALLBACK);
  transfer->cancelled = true;
}

/* ---- methods ---- */

/* [-0, +0, v] The Transfer at 1. */
static Transfer *check_transfer(lua_State *L) {
  const Handle *handle = luaL_checkudata(L, 1, TRANSFER);
  return handle->transfer;
}

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

/* transfer:result([as_body]) → {status =, http =, headers =, body =, seconds =, waited =}
**                            | nil, {category =, message =, seconds =, connected =, sent =, proxy_status =,
**                                   proxy_distrusted =}
** Once only: it hands the body over, as a string, or with `as_body` as a Body (see body.c), which json.decode reads
** where it is. Header names are in lower case. `http` is the version of HTTP: "1.0" or "2"; nil where it is 1.1 or not
** known. `waited` is how many of the seconds passed from when the request began to go out until the first byte of the
** answer. `sent` is false only if not one byte of the request was written; what set up a tunnel or TLS is no part of
** it. `connected` is whether anybody, be it a proxy, has taken the connection.
** `proxy_status` is what a proxy answered to CONNECT, if one was asked for a tunnel and answered,
** `proxy_distrusted` whether its own certificate was what TLS failed for. */
static int transfer_m_result(lua_State *L) {
  Transfer *transfer = check_transfer(L);
  luaL_argcheck(L, transfer->state >= TRANSFER_DONE, 1, "transfer is still under way");
  return push_result(L, transfer, lua_toboolean(L, 2));
}

/* transfer:cancel(): a transfer that is under way ends now, with the failure "cancelled"; any other stays as it is. */
static int transfer_m_cancel(lua_State *L) {
  transfer_cancel(check_transfer(L));
  return 0;
}

/* __gc and __close: cancelled if under way, and everything it owns is freed. Again does nothing. */
static int transfer_m__gc(lua_State *L) {
  Transfer *transfer = check_transfer(L);
  if (transfer == NULL) return 0;
  transfer_cancel(transfer);
  transfer_move(transfer, NULL);
  transfer->multi = NULL;
  transfer->state = TRANSFER_TAKEN;
  free_request(transfer); /* one that was never queued still has it */
  gzip_close(&transfer->gzip);
  bytes_free(&transfer->head);
  bytes_free(&transfer->body);
  let_go(L, transfer);
  return 0;
}

static const luaL_Reg metamethods[] = {{"__gc", transfer_m__gc}, {"__close", transfer_m__gc}, {NULL, NULL}};

static const luaL_Reg methods[] = {{"cancel", transfer_m_cancel},
                                   {"done", transfer_m_done},
                                   {"result", transfer_m_result},
                                   {"sent", transfer_m_sent},
                                   {NULL, NULL}};

void register_transfer(lua_State *L) {
  register_result(L);
  luaL_newmetatable(L, TRANSFER);
  luaL_setfuncs(L, metamethods, 0);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}
