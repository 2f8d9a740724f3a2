/* A fuzz target in Lua: libFuzzer's bytes go to the function that the file FUZZ_TARGET returns, whose errors are
** findings. The core is linked in, so its branches guide the fuzzer; so do the lines of Lua that run. */
#include <lauxlib.h>
#include <lualib.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int luaopen_aliota_core(lua_State *L);
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LINES = 1 << 16 };

/* libFuzzer reads what is in a section of this name after each run. */
__attribute__((section("__libfuzzer_extra_counters"))) static uint8_t lines[LINES];

static lua_State *state;

/* [-0, +0, -] Count a line of Lua, told by its function's source and its number. */
static void on_line(lua_State *L, lua_Debug *record) {
  lua_getinfo(L, "S", record);
  uint32_t hash = (uint32_t)((uintptr_t)record->source >> 4) * 31 + (uint32_t)record->currentline * 2654435761u;
  uint8_t *count = &lines[(hash ^ hash >> 16) % LINES];
  if (*count < UINT8_MAX) ++*count;
}

/* [-1, +0, -] End the process by the message on the stack, which libFuzzer then keeps with its input. */
static void fail(lua_State *L) {
  fprintf(stderr, "%s\n", lua_tostring(L, -1));
  abort();
}

/* [-1, +1, e] The message handler: the error as a text, with its traceback. */
static int traced(lua_State *L) {
  luaL_traceback(L, L, luaL_tolstring(L, 1, NULL), 1);
  return 1;
}

/* Load the target. */
int LLVMFuzzerInitialize(int *argc, char ***argv) {
  (void)argc, (void)argv;
  const char *target = getenv("FUZZ_TARGET");
  lua_State *L = state = luaL_newstate();
  luaL_openlibs(L);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
  lua_pushcfunction(L, luaopen_aliota_core);
  lua_setfield(L, -2, "aliota.core");
  lua_settop(L, 0);
  lua_pushcfunction(L, traced);
  if (luaL_loadfile(L, target) || lua_pcall(L, 0, 1, 1)) fail(L);
  lua_sethook(L, on_line, LUA_MASKLINE, 0);
  return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  lua_pushvalue(state, 2);
  lua_pushlstring(state, (const char *)data, size);
  if (lua_pcall(state, 1, 0, 1) != LUA_OK) fail(state);
  return 0;
}
