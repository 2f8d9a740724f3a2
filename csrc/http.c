/* core.http: starts transfers, moves their bytes and says which are finished; Lua decides what they mean. No lua_State
** is kept, no Lua runs inside libcurl. */
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <string.h>

#include "certificate.h"
#include "clock.h"
#include "connection.h"
#include "core.h"
#include "multi.h"
#include "transfer.h"
#include "transfer_request.h"

#define HTTP "aliota.http"
#define MAX_WAIT 86400

typedef struct {
  Multi multi;
  int last_id; /* of its transfers */
} Http;

/* ---- life ---- */

/* [-0, +0, v] The Http at 1, which must be open. */
static Http *check_http(lua_State *L) {
  Http *http = luaL_checkudata(L, 1, HTTP);
  luaL_argcheck(L, http->multi.handle != NULL, 1, "http is closed");
  return http;
}

/* [-0, +0, v] Raises when the system has no memory or descriptors left. */
static void open_http(lua_State *L, Http *http) {
  if (!multi_open(&http->multi))
    luaL_error(L, "cannot set up HTTP: %s", errno ? strerror(errno) : "libcurl has no memory");
}

/* [-0, +0, v] A forked child starts afresh: what was under way there ends as cancelled, in the child alone. */
static void reopen_after_fork(lua_State *L, Http *http) {
  multi_close(&http->multi);
  open_http(L, http);
}

/* [-0, +0, v] The open Http at 1, for this process to use. */
static Http *own_http(lua_State *L) {
  Http *http = check_http(L);
  if (multi_is_inherited(&http->multi)) reopen_after_fork(L, http);
  return http;
}

/* [-0, +1, m] Push the tables for transfers by id (see transfer.h). */
static void push_tables(lua_State *L) {
  lua_createtable(L, 2, 0);
  lua_newtable(L);
  lua_createtable(L, 0, 1);
  lua_pushliteral(L, "v");
  lua_setfield(L, -2, "__mode");
  lua_setmetatable(L, -2);
  lua_rawseti(L, -2, HTTP_HANDLES);
  lua_newtable(L);
  lua_rawseti(L, -2, HTTP_TRANSFERS);
}

/* http.new() → Http. Raises when the system has no memory or descriptors left. */
static int http_new(lua_State *L) {
  Http *http = lua_newuserdata(L, sizeof *http);
  memset(http, 0, sizeof *http);
  luaL_setmetatable(L, HTTP);
  push_tables(L);
  lua_setuservalue(L, -2);
  CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK) return luaL_error(L, "cannot set up HTTP: %s", curl_easy_strerror(code));
  open_http(L, http);
  return 1;
}

/* ---- functions and methods ---- */

/* http.now() → seconds that never run backwards; their zero means nothing. Waits are measured in them. */
static int http_now(lua_State *L) {
  lua_pushnumber(L, clock_now());
  return 1;
}

/* http.is_yieldable() → whether the running coroutine can yield here: not in the main thread, nor where C has called
** Lua, as in a callback of string.gsub. A yield that fails leaves what was to wake it behind, so ask first. */
static int http_is_yieldable(lua_State *L) {
  lua_pushboolean(L, lua_isyieldable(L));
  return 1;
}

/* http.features() → {http2 =, https_proxy =, ntlm =, negotiate =}: which of these this libcurl can do. */
static int http_features(lua_State *L) {
  push_connection_features(L);
  return 1;
}

/* http.certificate_flaw(cert_file, key_file, password) → nil, or what keeps them from being used: "certificate",
** "key", "pair", or "unread" and what the system says, see certificate.h; without a key_file both are in one file of
** PKCS#12. Reads the files. */
static int http_certificate_flaw(lua_State *L) {
  int obstacle;
  const char *cert_file = luaL_checkstring(L, 1), *key_file = luaL_optstring(L, 2, NULL);
  lua_pushstring(L, certificate_flaw(cert_file, key_file, luaL_checkstring(L, 3), &obstacle));
  if (lua_isnil(L, -1) || obstacle == 0) return 1;
  lua_pushstring(L, strerror(obstacle));
  return 2;
}

/* http.certificate_pem(cert_file, key_file, password) → what they hold in PEM, the key without a password; nil where
** there is a flaw. Reads the files. */
static int http_certificate_pem(lua_State *L) {
  const char *cert_file = luaL_checkstring(L, 1), *key_file = luaL_optstring(L, 2, NULL);
  const char *password = luaL_checkstring(L, 3);
  size_t size = 16384, length; /* bytes, enough for most, so that files are read once */
  char *text = lua_newuserdata(L, size);
  length = certificate_pem(cert_file, key_file, password, text, size);
  if (length > size) {
    size = length;
    text = lua_newuserdata(L, size);
    length = certificate_pem(cert_file, key_file, password, text, size);
  }
  if (length == 0 || length > size) return 0; /* or the files have just changed */
  lua_pushlstring(L, text, length);
  return 1;
}

/* http:queue(request) → Transfer. Touches no network. The request is a table:
** url; method = "GET"; headers = array of "Name: value", or "Name:" for none of that name; body; timeout,
** connect_timeout in seconds for this one attempt; ca_file; proxy, for whatever host, "" for none, or else as libcurl
** finds in the environment; max_size in bytes; connection, a table of what connection.h says. Raises when it makes no
** sense. A collected transfer is cancelled. */
static int http_m_queue(lua_State *L) {
  Http *http = own_http(L);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  http->last_id = http->last_id == INT_MAX ? 1 : http->last_id + 1;
  Transfer *transfer = push_transfer(L, http->last_id);
  transfer_configure(L, 2, transfer);
  own_http(L); /* the table's metamethods may have closed it, and so may finalisers */
  multi_queue(&http->multi, transfer);
  return 1;
}

/* http:step([events]): start what is queued, move what can move, note what is finished; at most so many events
** (default 16), 8 starts and about 2 ms. Never blocks. */
static int http_m_step(lua_State *L) {
  Http *http = own_http(L);
  lua_Integer events = luaL_optinteger(L, 2, POLLER_EVENTS);
  luaL_argcheck(L, events >= 1 && events <= POLLER_EVENTS, 2, "a number of events from 1 to 16 expected");
  multi_step(&http->multi, (int)events);
  return 0;
}

/* http:pop() → a finished Transfer that was neither popped before nor asked for its result, or nil; in the order in
** which they finished. One that is cancelled is there at once; that does not make fd() readable. */
static int http_m_pop(lua_State *L) {
  Http *http = own_http(L);
  const Transfer *transfer;
  lua_getuservalue(L, 1);
  lua_rawgeti(L, -1, HTTP_HANDLES);
  while ((transfer = multi_pop(&http->multi)) != NULL) {
    lua_rawgeti(L, -1, transfer->id);
    if (!lua_isnil(L, -1)) return 1;
    lua_pop(L, 1); /* garbage that waits for its finaliser, or lost that */
  }
  lua_pushnil(L);
  return 1;
}

/* http:active() → how many transfers are queued or under way. */
static int http_m_active(lua_State *L) {
  lua_pushinteger(L, own_http(L)->multi.active);
  return 1;
}

/* http:fd() → the descriptor to watch for reading: readable means that step() has something to do. nil where the
** platform has none. It stays the same until close, or until first use in a forked process. */
static int http_m_fd(lua_State *L) {
  int fd = poller_fd(&own_http(L)->multi.poller);
  if (fd < 0)
    lua_pushnil(L);
  else
    lua_pushinteger(L, fd);
  return 1;
}

/* [-0, +0, v] The seconds at 2. */
static double check_seconds(lua_State *L) {
  double seconds = luaL_checknumber(L, 2);
  luaL_argcheck(L, seconds >= 0 && seconds <= MAX_WAIT, 2, "seconds from 0 to 86400 expected");
  return seconds;
}

/* http:wait(seconds): block until step() has something to do, that long at most; a signal may end it early. */
static int http_m_wait(lua_State *L) {
  Http *http = own_http(L);
  double seconds = check_seconds(L);
  poller_wait(&http->multi.poller, (int)ceil(seconds * 1000));
  return 0;
}

/* http:alarm(seconds): fd() becomes readable in so many seconds, until the next step(); of several alarms the earliest
** counts. For event loops without timers. Raises where there is no descriptor, or the system has none left. */
static int http_m_alarm(lua_State *L) {
  Http *http = own_http(L);
  double seconds = check_seconds(L);
  if (!poller_set_alarm(&http->multi.poller, clock_now() + seconds))
    return luaL_error(L, "cannot set an alarm: %s", strerror(errno));
  return 0;
}

/* http:close(), __gc, __close: transfers under way end as cancelled, connections are closed. Again does nothing. */
static int http_m_close(lua_State *L) {
  Http *http = luaL_checkudata(L, 1, HTTP);
  multi_close(&http->multi);
  return 0;
}

static const luaL_Reg metamethods[] = {{"__gc", http_m_close}, {"__close", http_m_close}, {NULL, NULL}};

static const luaL_Reg methods[] = {{"active", http_m_active}, {"alarm", http_m_alarm}, {"close", http_m_close},
                                   {"fd", http_m_fd},         {"pop", http_m_pop},     {"queue", http_m_queue},
                                   {"step", http_m_step},     {"wait", http_m_wait},   {NULL, NULL}};

static const luaL_Reg functions[] = {{"certificate_flaw", http_certificate_flaw},
                                     {"certificate_pem", http_certificate_pem},
                                     {"features", http_features},
                                     {"is_yieldable", http_is_yieldable},
                                     {"new", http_new},
                                     {"now", http_now},
                                     {NULL, NULL}};

void push_http(lua_State *L) {
  register_transfer(L);
  luaL_newmetatable(L, HTTP);
  luaL_setfuncs(L, metamethods, 0);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
  luaL_newlib(L, functions);
}
