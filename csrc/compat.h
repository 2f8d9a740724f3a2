/* The only place that knows which Lua this is compiled for. Everything else is written for Lua 5.4. */
#ifndef ALIOTA_COMPAT_H
#define ALIOTA_COMPAT_H

#include <lauxlib.h>
#include <lua.h>
#include <stdint.h>

/* Every whole number from LEAST_WHOLE to MOST_WHOLE has its own Lua number.
** [-0, +1, -] lua_pushwhole pushes one of them, an int64_t. */
#if LUA_VERSION_NUM >= 503
#define MOST_WHOLE LUA_MAXINTEGER
#define LEAST_WHOLE LUA_MININTEGER
#define lua_pushwhole(L, n) lua_pushinteger((L), (n))
#else
#define MOST_WHOLE (INT64_C(1) << 53)
#define LEAST_WHOLE (-MOST_WHOLE)
#define lua_pushwhole(L, n) lua_pushnumber((L), (lua_Number)(n))

#define lua_isinteger(L, i) 0 /* all numbers are floats */

#if !defined(LUA_LJDIR) /* LuaJIT has it */
/* As much as can be told: the main thread never yields. */
static inline int lua_isyieldable(lua_State *L) {
  int is_main = lua_pushthread(L);
  lua_pop(L, 1);
  return !is_main;
}
#endif
#endif

#if LUA_VERSION_NUM < 502

#define lua_rawlen(L, i) lua_objlen((L), (i))
/* Before 5.2 a userdata has an environment where later versions have a user value; both hold a table here. */
#define lua_setuservalue(L, i) lua_setfenv((L), (i))
#define lua_getuservalue(L, i) lua_getfenv((L), (i))

#if !defined(LUA_LJDIR) /* LuaJIT has these; PUC-Rio's Lua 5.1 does not */
#define luaL_newlib(L, l) (lua_newtable(L), luaL_register((L), NULL, (l)))
#define luaL_setfuncs(L, l, n) ((void)(n), luaL_register((L), NULL, (l)))
#define luaL_setmetatable(L, name) (luaL_getmetatable((L), (name)), (void)lua_setmetatable((L), -2))

static inline void *luaL_testudata(lua_State *L, int index, const char *name) {
  void *data = lua_touserdata(L, index);
  if (data == NULL || !lua_getmetatable(L, index)) return NULL;
  luaL_getmetatable(L, name);
  if (!lua_rawequal(L, -1, -2)) data = NULL;
  lua_pop(L, 2);
  return data;
}
#endif

#endif

#endif
