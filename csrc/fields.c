/* Texts in the tables that Lua hands over. */
#include "fields.h"

#include <string.h>

const char *bytes_field(lua_State *L, int table, const char *name, size_t *length) {
  lua_getfield(L, table, name);
  if (!lua_isnil(L, -1) && lua_type(L, -1) != LUA_TSTRING)
    luaL_error(L, "request.%s must be a string, not a %s", name, luaL_typename(L, -1));
  return lua_tolstring(L, -1, length);
}

const char *text_field(lua_State *L, int table, const char *name) {
  size_t length;
  const char *text = bytes_field(L, table, name, &length);
  if (text != NULL && strcspn(text, "\r\n") != length) luaL_error(L, "request.%s holds a line end or a NUL byte", name);
  return text;
}
