/* ^C at a prompt: ends what is running, as Lua's own interpreter does, and not the program. */
#include <signal.h>
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

/* [-0, +results, -] core.interruptible(f, ...) → as pcall; ^C meanwhile raises "interrupted!" in it. The signal is then
** handled again as it was before. One at a time: a call within a call is ended with it. */
int core_interruptible(lua_State *L) {
  struct sigaction ours = {.sa_handler = on_interrupt}, before;
  lua_State *outer = running;
  luaL_checkany(L, 1);
  lua_pushboolean(L, 1);
  lua_insert(L, 1);
  running = L;
  sigemptyset(&ours.sa_mask);
  sigaction(SIGINT, &ours, &before);
  int failed = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 0);
  sigaction(SIGINT, &before, NULL);
  running = outer;
  lua_sethook(L, NULL, 0, 0); /* one that came last of all */
  if (failed) {               /* and so there is room: results may take all that the stack has */
    lua_pushboolean(L, 0);
    lua_replace(L, 1);
  }
  return lua_gettop(L);
}
