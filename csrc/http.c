/* Http: a curl multi handle that never blocks unless it is told to wait. It starts transfers, moves their bytes and
** says which are finished; Lua decides what they mean. No lua_State is kept, no Lua runs inside libcurl. */
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "core.h"
#include "poller.h"
#include "transfer.h"

#define HTTP "aliota.http"
/* A thousand answers at once must not hold an event loop for longer than a few milliseconds. */
#define STEP_STARTS 8
#define STEP_SECONDS 0.002
#define POOLED_CONNECTIONS 128L
#define MAX_WAIT 86400

typedef struct {
  TransferLists lists; /* lists.multi is NULL when closed */
  Poller poller;
  int last_id;
} Http;

/* ---- life ---- */

/* False, with nothing acquired, when the system has no memory or descriptors left. */
static bool open_multi(Http *http) {
  errno = 0;
  CURLM *multi = curl_multi_init();
  if (multi == NULL) return false;
  if (!poller_open(&http->poller, multi)) {
    curl_multi_cleanup(multi);
    return false;
  }
  curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, POOLED_CONNECTIONS);
  http->lists.multi = multi;
  http->lists.pid = getpid();
  return true;
}

/* Detach every transfer: those under way end as cancelled. */
static void detach_transfers(TransferLists *lists) {
  List *all[] = {&lists->queued, &lists->running, &lists->finished};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    while (all[i]->first != NULL) {
      Transfer *transfer = transfer_of(all[i]->first);
      transfer_cancel(transfer);
      transfer_move(transfer, NULL);
      transfer->lists = NULL;
    }
  }
}

/* A forked child shares sockets and epoll with its parent; touching them would break the parent's transfers. So the
** child leaves the old handles alone for good and starts afresh. What was under way here ends as cancelled. */
static void abandon_after_fork(Http *http) {
  detach_transfers(&http->lists);
  http->lists.multi = NULL;
  poller_close(&http->poller);
}

static void close_http(Http *http) {
  if (http->lists.multi == NULL) return;
  if (http->lists.pid != getpid()) {
    abandon_after_fork(http);
    return;
  }
  detach_transfers(&http->lists);
  curl_multi_cleanup(http->lists.multi);
  http->lists.multi = NULL;
  poller_close(&http->poller);
}

static int open_failed(lua_State *L) {
  return luaL_error(L, "cannot set up HTTP: %s", errno ? strerror(errno) : "libcurl has no memory");
}

/* An open Http of this process at argument 1. Raises when it is closed. */
static Http *check_http(lua_State *L) {
  Http *http = luaL_checkudata(L, 1, HTTP);
  luaL_argcheck(L, http->lists.multi != NULL, 1, "http is closed");
  if (http->lists.pid != getpid()) {
    abandon_after_fork(http);
    if (!open_multi(http)) open_failed(L);
  }
  return http;
}

/* http.new() → Http. Raises when the system has no descriptors left. */
static int http_new(lua_State *L) {
  Http *http = lua_newuserdata(L, sizeof *http);
  memset(http, 0, sizeof *http);
  luaL_setmetatable(L, HTTP);
  lua_newtable(L); /* its transfers by id; weak, so that one nobody waits for any more is collected and so cancelled */
  lua_createtable(L, 0, 1);
  lua_pushliteral(L, "v");
  lua_setfield(L, -2, "__mode");
  lua_setmetatable(L, -2);
  lua_setuservalue(L, -2);
  errno = 0;
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || !open_multi(http)) return open_failed(L);
  return 1;
}

/* ---- one step ---- */

static void start_transfers(TransferLists *lists) {
  for (int i = 0; i < STEP_STARTS && lists->queued.first != NULL; i++) {
    Transfer *transfer = transfer_of(lists->queued.first);
    if (curl_multi_add_handle(lists->multi, transfer->easy) != CURLM_OK) {
      transfer_finish(transfer, CURLE_FAILED_INIT);
      continue;
    }
    transfer->state = TRANSFER_RUNNING;
    transfer_move(transfer, &lists->running);
  }
}

static void finish_transfers(TransferLists *lists) {
  CURLMsg *message;
  int left;
  while ((message = curl_multi_info_read(lists->multi, &left)) != NULL) {
    char *private;
    if (message->msg != CURLMSG_DONE) continue;
    CURLcode code = message->data.result; /* removing the handle frees the message */
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &private);
    transfer_finish((Transfer *)(void *)private, code);
  }
}

/* Libcurl has given up: whoever waits must be told. */
static void fail_transfers(TransferLists *lists) {
  while (lists->running.first != NULL) transfer_finish(transfer_of(lists->running.first), CURLE_RECV_ERROR);
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

/* [-0, +0, m] The transfer at 3 keeps the Http at 1 alive, which knows it by its id. */
static void introduce(lua_State *L, const Transfer *transfer) {
  lua_createtable(L, 1, 0);
  lua_pushvalue(L, 1);
  lua_rawseti(L, -2, 1);
  lua_setuservalue(L, 3);
  lua_getuservalue(L, 1);
  lua_pushvalue(L, 3);
  lua_rawseti(L, -2, transfer->id);
  lua_settop(L, 3);
}

/* http:queue(request) → Transfer. Touches no network. The request is a table:
** url; method = "GET"; headers = array of "Name: value", or "Name:" for none of that name; body; timeout,
** connect_timeout in seconds for this one attempt; ca_file; proxy, for whatever host, "" for none, or else as libcurl
** finds in the environment; max_size in bytes. Raises when it makes no sense. A collected transfer is cancelled. */
static int http_m_queue(lua_State *L) {
  Http *http = check_http(L);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  Transfer *transfer = push_transfer(L);
  transfer->id = http->last_id = http->last_id == INT_MAX ? 1 : http->last_id + 1;
  transfer_configure(L, 2, transfer);
  introduce(L, transfer);
  check_http(L); /* the table's metamethods may have closed it, and so may finalisers */
  transfer->lists = &http->lists;
  http->lists.active++;
  transfer_move(transfer, &http->lists.queued);
  poller_wake(&http->poller);
  return 1;
}

/* http:step([events]): start what is queued, move what can move, note what is finished; at most so many events
** (default 16), 8 starts and about 2 ms. Never blocks. */
static int http_m_step(lua_State *L) {
  Http *http = check_http(L);
  lua_Integer events = luaL_optinteger(L, 2, POLLER_EVENTS);
  luaL_argcheck(L, events >= 1 && events <= POLLER_EVENTS, 2, "a number of events from 1 to 16 expected");
  start_transfers(&http->lists);
  if (http->lists.queued.first == NULL)
    poller_rest(&http->poller);
  else
    poller_wake(&http->poller);
  bool going = poller_dispatch(&http->poller, (int)events, clock_now() + STEP_SECONDS);
  finish_transfers(&http->lists);
  if (!going) fail_transfers(&http->lists);
  return 0;
}

/* http:pop() → a finished Transfer that was neither popped before nor asked for its result, or nil; in the order in
** which they finished. One that is cancelled is there at once; that does not make fd() readable. */
static int http_m_pop(lua_State *L) {
  Http *http = check_http(L);
  lua_getuservalue(L, 1);
  while (http->lists.finished.first != NULL) {
    Transfer *transfer = transfer_of(http->lists.finished.first);
    transfer_move(transfer, NULL);
    lua_rawgeti(L, -1, transfer->id);
    if (!lua_isnil(L, -1)) return 1;
    lua_pop(L, 1); /* garbage that waits for its finaliser */
  }
  lua_pushnil(L);
  return 1;
}

/* http:active() → how many transfers are queued or under way. */
static int http_m_active(lua_State *L) {
  lua_pushinteger(L, check_http(L)->lists.active);
  return 1;
}

/* http:fd() → the descriptor to watch for reading: readable means that step() has something to do. nil where the
** platform has none. It stays the same until close, or until first use in a forked process. */
static int http_m_fd(lua_State *L) {
  int fd = poller_fd(&check_http(L)->poller);
  if (fd < 0)
    lua_pushnil(L);
  else
    lua_pushinteger(L, fd);
  return 1;
}

/* http:wait(seconds): block until step() has something to do, that long at most; a signal may end it early. */
static int http_m_wait(lua_State *L) {
  Http *http = check_http(L);
  lua_Number seconds = luaL_checknumber(L, 2);
  luaL_argcheck(L, seconds >= 0 && seconds <= MAX_WAIT, 2, "seconds from 0 to 86400 expected");
  poller_wait(&http->poller, (int)ceil(seconds * 1000));
  return 0;
}

/* http:alarm(seconds): fd() becomes readable in so many seconds, until the next step(); of several alarms the earliest
** counts. For event loops without timers. Raises where there is no descriptor, or the system has none left. */
static int http_m_alarm(lua_State *L) {
  Http *http = check_http(L);
  lua_Number seconds = luaL_checknumber(L, 2);
  luaL_argcheck(L, seconds >= 0 && seconds <= MAX_WAIT, 2, "seconds from 0 to 86400 expected");
  if (!poller_set_alarm(&http->poller, clock_now() + seconds))
    return luaL_error(L, "cannot set an alarm: %s", strerror(errno));
  return 0;
}

/* http:close(), __gc, __close: transfers under way end as cancelled, connections are closed. Again does nothing. */
static int http_m_close(lua_State *L) {
  close_http(luaL_checkudata(L, 1, HTTP));
  return 0;
}

static const luaL_Reg metamethods[] = {{"__gc", http_m_close}, {"__close", http_m_close}, {NULL, NULL}};

static const luaL_Reg methods[] = {{"active", http_m_active}, {"alarm", http_m_alarm}, {"close", http_m_close},
                                   {"fd", http_m_fd},         {"pop", http_m_pop},     {"queue", http_m_queue},
                                   {"step", http_m_step},     {"wait", http_m_wait},   {NULL, NULL}};

static const luaL_Reg functions[] = {
    {"is_yieldable", http_is_yieldable}, {"new", http_new}, {"now", http_now}, {NULL, NULL}};

void push_http(lua_State *L) {
  register_transfer(L);
  luaL_newmetatable(L, HTTP);
  luaL_setfuncs(L, metamethods, 0);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
  luaL_newlib(L, functions);
}
