/* The only place that knows which Lua this is compiled for. Everything else is written for Lua 5.4.
** LuaJIT and PUC-Rio's Lua 5.1 share one interface: what is built with the headers of either runs in both. */
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

/* [-1, +0, -] Whether a yield gets through the function on top, which is in C. */
static inline int popyieldsthrough(lua_State *L) {
  int found = 0;
#if LUA_VERSION_NUM == 502
  static const char *const names[] = {"pcall", "xpcall"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    lua_getglobal(L, names[i]);
    found |= lua_rawequal(L, -1, -2);
    lua_pop(L, 1);
  }
#endif
  lua_pop(L, 1);
  return found;
}

/* [-0, +0, e] As much as can be told: neither the main thread yields, nor what C has called. */
static inline int compat_isyieldable(lua_State *L) {
  lua_Debug frame;
  int is_yieldable = !lua_pushthread(L);
  lua_pop(L, 1);
  for (int level = 1; is_yieldable && lua_getstack(L, level, &frame); level++) {
    lua_getinfo(L, "Sf", &frame);
    is_yieldable = popyieldsthrough(L) || frame.what[0] != 'C';
  }
  return is_yieldable;
}

#if LUA_VERSION_NUM == 501
#pragma weak lua_isyieldable
LUA_API int lua_isyieldable(lua_State *L); /* LuaJIT has it */
#define lua_isyieldable(L) (lua_isyieldable ? lua_isyieldable(L) : compat_isyieldable(L))
#else
#define lua_isyieldable(L) compat_isyieldable(L)
#endif
#endif

#if LUA_VERSION_NUM < 502

#define lua_rawlen(L, i) lua_objlen((L), (i))
/* Before 5.2 a userdata has an environment where later versions have a user value; both hold a table here. */
#define lua_setuservalue(L, i) lua_setfenv((L), (i))
#define lua_getuservalue(L, i) lua_getfenv((L), (i))

/* LuaJIT's headers have these names, too, for functions that PUC-Rio's Lua has not. */
#undef luaL_newlib
#undef luaL_setfuncs
#define luaL_newlib(L, l) (lua_newtable(L), luaL_register((L), NULL, (l)))
#define luaL_setfuncs(L, l, n) ((void)(n), luaL_register((L), NULL, (l)))
#define luaL_setmetatable(L, name) (luaL_getmetatable((L), (name)), (void)lua_setmetatable((L), -2))
#define luaL_testudata compat_testudata

static inline void *compat_testudata(lua_State *L, int index, const char *name) {
  void *data = lua_touserdata(L, index);
  if (data == NULL || !lua_getmetatable(L, index)) return NULL;
  luaL_getmetatable(L, name);
  if (!lua_rawequal(L, -1, -2)) data = NULL;
  lua_pop(L, 2);
  return data;
}

#endif

#endif
