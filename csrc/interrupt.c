/* ^C. At a prompt it ends what is running, as Lua's own interpreter does, and not the program; where work must not be
** cut at any instruction, it is held until that asks for it. */
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "core.h"

/* The state whose call an interrupt ends: it is set while a call of `interruptible` runs, and read by the handler. */
static lua_State *volatile running = NULL;

/* [-0, +0, e] */
static void end_call(lua_State *L, lua_Debug *event) {
  (void)event;
  lua_sethook(L, NULL, 0, 0);
  lua_pushliteral(L, "interrupted!");
  lua_error(L);
}

/* What a handler may do with a state is this: the hook raises where that is safe, before the next instruction. */
static void on_interrupt(int number) {
  (void)number;
  lua_sethook(running, end_call, LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT, 1);
}

/* [-n, +1 + results, -] Call what is on the stack, all of its n values, as pcall does, with this handler of ^C; then
** that is handled as it was before. → whether it failed; below what it returned or raised is true, in the place of
** what pcall returns first. */
static int call_with(lua_State *L, struct sigaction *ours) {
  struct sigaction before;
  lua_pushboolean(L, 1);
  lua_insert(L, 1);
  sigemptyset(&ours->sa_mask);
  sigaction(SIGINT, ours, &before);
  int failed = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 0);
  sigaction(SIGINT, &before, NULL);
  return failed;
}

/* [-0, +0, -] Put what pcall returns first in its place. → how many results it has. */
static int results(lua_State *L, int failed) {
  if (failed) { /* and so there is room: results may take all that the stack has */
    lua_pushboolean(L, 0);
    lua_replace(L, 1);
  }
  return lua_gettop(L);
}

/* [-0, +results, v] core.interruptible(f, ...) → as pcall; ^C meanwhile raises "interrupted!" in it. The signal is then
** handled again as it was before. One at a time: a call within a call is ended with it. */
int core_interruptible(lua_State *L) {
  struct sigaction ours = {.sa_handler = on_interrupt};
  lua_State *outer = running;
  luaL_checkany(L, 1);
  running = L;
  int failed = call_with(L, &ours);
  running = outer;
  lua_sethook(L, NULL, 0, 0); /* one that came last of all */
  return results(L, failed);
}

/* An interrupt came while they were held, and nobody has asked for it yet. Only what was seen to be set is reset: the
** handler may come between any two instructions. */
static volatile sig_atomic_t has_come = 0;

/* Whether one has come, which nobody will be told again. */
static bool take_interrupt(void) {
  if (!has_come) return false;
  has_come = 0;
  return true;
}

static void hold_interrupt(int number) {
  (void)number;
  has_come = 1;
}

/* [-0, +results, v] core.holding_interrupts(f, ...) → as pcall; ^C meanwhile raises nothing, but cuts a wait short and
** lets core.interrupted() tell of it. A second one ends the process, as the first may have been held for too long; one
** that nobody has asked for is sent again at the end, to a call around this one if there is one. */
int core_holding_interrupts(lua_State *L) {
  /* Without SA_RESTART a write that is only slow would fail; waits return all the same. */
  struct sigaction ours = {.sa_handler = hold_interrupt, .sa_flags = SA_RESTART | (int)SA_RESETHAND};
  luaL_checkany(L, 1);
  bool came_before = take_interrupt(); /* in a call around this one */
  int failed = call_with(L, &ours);
  bool came = take_interrupt();
  if (came_before) has_come = 1;
  if (came) raise(SIGINT);
  return results(L, failed);
}

/* [-0, +1, -] core.interrupted() → whether ^C has come while it was held, since this was asked last. */
int core_interrupted(lua_State *L) {
  lua_pushboolean(L, take_interrupt());
  return 1;
}
