/* Runs a script again and again, and each time something else fails: host FAILING once|for-good SCRIPT GIVEN FIRST STEP
**
** The script is called with what is given for it and returns a function, which is called twice in each round: while the
** n-th allocation (or descriptor, …) fails, and once more with the same objects when nothing does. It returns true, or
** nil and what a transfer failed with. While something fails it may also raise, but must say that it has no memory;
** afterwards it must return true. When the Lua state is closed, all that was acquired in the round must be free, unless
** Lua had no memory to call a finaliser: it calls none twice, so what that would have freed is lost. Of a library that
** loses some blocks itself the script tells by may_lose(n).
**
** Each round that went well is told as "done N"; at the end comes the first n at which nothing failed any more.
**
** Libraries make things for the whole process when they are first used, and some crash where they can't: that is beyond
** the reach of whoever uses them, so a first round lets them, before anything fails. */
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <sanitizer/common_interface_defs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "failing.h"

int luaopen_aliota_core(lua_State *L);

typedef struct {
  const Failing *failing;
  bool for_good;
  const char *script, *given;
  long n; /* that fails in this round; 0 for none */
} Round;

static Round current;

/* Lua could not call a finaliser: in this round; in any. */
static bool is_one_lost, was_one_lost;

/* How many blocks a library itself may lose in a round in which something fails. */
static long most_lost;

/* ---- complaints ---- */

static void say_where(void) {
  fprintf(stderr, "torture: %s, %s %s, n = %ld\n", current.script, current.failing->name,
          current.for_good ? "for good" : "once", current.n);
}

static void complain(const char *what, const char *text) {
  say_where();
  fprintf(stderr, "torture: %s: %s\n", what, text ? text : "(no text)");
  exit(1);
}

/* ---- the state ---- */

/* check(value [, text]) → value; what is false ends everything here and now: an error would need memory to say what it
 * is. */
static int check(lua_State *L) {
  lua_Debug caller;
  if (lua_toboolean(L, 1)) return 1;
  lua_getstack(L, 1, &caller);
  lua_getinfo(L, "Sl", &caller);
  fprintf(stderr, "torture: %s:%d: ", caller.short_src, caller.currentline);
  complain("a check failed", lua_tostring(L, 2));
  return 0;
}

/* Whether an error is one that may be, while something fails. */
static bool has_excuse(const char *text) {
  for (const char *const *excuse = current.failing->excuses; *excuse != NULL; excuse++)
    if (text != NULL && strstr(text, *excuse) != NULL) return true;
  return false;
}

/* child(f): run f in a forked process; it must return true, or have an excuse. */
static int in_child(lua_State *L) {
  int status;
  pid_t child = fork();
  if (child < 0) return luaL_error(L, "fork failed");
  if (child == 0) {
    bool has_raised = lua_pcall(L, 0, 1, 0) != LUA_OK;
    _exit(has_raised ? !current.failing->end() || !has_excuse(lua_tostring(L, -1)) : !lua_toboolean(L, -1));
  }
  while (waitpid(child, &status, 0) < 0) continue; /* a signal came */
  return status == 0 ? 0 : luaL_error(L, "the child ended with status %d", status);
}

/* may_lose(n): libraries themselves may lose so many blocks in a round in which something fails. */
static int may_lose(lua_State *L) {
  most_lost = (long)luaL_checkinteger(L, 1);
  return 0;
}

/* Lua warns of nothing but errors in finalisers here. */
static void hear_warning(void *unused, const char *text, int goes_on) {
  (void)unused;
  (void)text;
  (void)goes_on;
  is_one_lost = was_one_lost = true;
}

/* Asked at the end by the sanitizer that looks for leaks; those of each round were counted all the same. */
int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void) { return was_one_lost; }

/* Load everything and have the script prepare itself: → the function that is called twice. */
static int prepare(lua_State *L) {
  luaL_openlibs(L);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
  lua_pushcfunction(L, luaopen_aliota_core);
  lua_setfield(L, -2, "aliota.core");
  lua_register(L, "check", check);
  lua_register(L, "child", in_child);
  lua_register(L, "may_lose", may_lose);
  if (luaL_loadfile(L, current.script) != LUA_OK) return lua_error(L);
  lua_pushstring(L, current.given);
  lua_pushinteger(L, (lua_Integer)current.n);
  lua_call(L, 2, 1);
  return 1;
}

/* ---- rounds ---- */

/* [-0, +0, -] Call the function at 1; while `failing` is there, that may do what it does. Return whether it did. */
static bool work(lua_State *L, const Failing *failing) {
  lua_pushvalue(L, 1);
  if (failing != NULL) failing->begin(current.n, current.for_good);
  int status = lua_pcall(L, 0, 2, 0);
  bool has_failed = failing != NULL && failing->end();
  const char *text = lua_tostring(L, -1);
  if (status != LUA_OK) {
    if (!has_failed || !has_excuse(text)) complain("raised", text);
  } else if (!lua_toboolean(L, 2)) {
    if (!has_failed || text == NULL || (failing->is_named && !has_excuse(text))) complain("a transfer failed", text);
  }
  lua_settop(L, 1);
  return has_failed;
}

/* One state from its start to its end. Return whether anything failed. */
static bool run(void) {
  lua_State *L = lua_newstate(failing_lua_alloc, NULL);
  if (L == NULL) complain("no state", NULL);
  lua_setwarnf(L, hear_warning, NULL);
  is_one_lost = false;
  lua_pushcfunction(L, prepare);
  if (lua_pcall(L, 0, 1, 0) != LUA_OK) complain("cannot prepare", lua_tostring(L, -1));
  bool has_failed = current.n > 0 && work(L, current.failing);
  work(L, NULL);
  lua_close(L);
  return has_failed;
}

/* What more is held than before and may be lost, or NULL. */
static const char *find_kept(const long before[HELD], long lost) {
  long held[HELD];
  failing_count_held(held);
  for (int i = 0; i < HELD; i++)
    if (held[i] > before[i] + lost) return held_names[i];
  return NULL;
}

enum { MOST_LOOKS = 10000, LOOK = 1000 /* microseconds */ };

/* The first round lets libraries make what they keep. A name look-up that was given up goes on in a thread of
** libcurl's, which frees what it has when it ends. */
static void compare_held(long before[HELD]) {
  if (is_one_lost) failing_count_held(before);
  long lost = current.n > 0 ? most_lost : 0;
  const char *kept = find_kept(before, lost);
  for (int looks = 0; kept != NULL && looks < MOST_LOOKS; looks++) {
    usleep(LOOK);
    kept = find_kept(before, lost);
  }
  if (kept != NULL) complain("kept", kept);
  if (find_kept(before, 0) == NULL) return;
  was_one_lost = true; /* and found by the sanitizer at the end */
  failing_count_held(before);
}

static const Failing *find_failing(const char *name) {
  for (size_t i = 0; i < failings_count; i++)
    if (strcmp(failings[i].name, name) == 0) return &failings[i];
  return NULL;
}

int main(int argc, char **argv) {
  long before[HELD], step;
  if (argc != 7 || !failing_install()) return 2;
  setvbuf(stdout, NULL, _IOLBF, BUFSIZ); /* whoever waits sees how far it is */
  current = (Round){find_failing(argv[1]), strcmp(argv[2], "for-good") == 0, argv[3], argv[4], 0};
  if (current.failing == NULL) return 2;
  __sanitizer_set_death_callback(say_where);
  run();
  failing_count_held(before);
  run(); /* and what the first one would keep itself shows in the second */
  compare_held(before);
  step = atol(argv[6]);
  for (current.n = atol(argv[5]); run(); current.n += step) {
    compare_held(before);
    printf("done %ld\n", current.n);
  }
  compare_held(before);
  printf("%ld\n", current.n); /* the first at which nothing failed */
  return 0;
}
