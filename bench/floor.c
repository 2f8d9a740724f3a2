/* The cost below which no decoder for Lua can go: the same tables, built through the Lua C API from strings whose
** places and lengths are known beforehand. Keys wait on the stack, tables are made in their final size. */
#include "../csrc/compat.h"

#define MAX_FIELDS 32

typedef struct {
  const char *text;
  size_t length;
} Text;

typedef struct {
  int rows, fields;
  Text texts[]; /* in strings that the user value holds */
} Records;

/* floor.prepare(rows, keys) → records: rows[i][keys[j]] are all strings. */
static int floor_prepare(lua_State *L) {
  int rows = (int)luaL_checkinteger(L, 3), fields = (int)luaL_checkinteger(L, 4);
  luaL_argcheck(L, fields <= MAX_FIELDS, 4, "too many fields");
  Records *records = lua_newuserdata(L, sizeof *records + sizeof(Text) * (size_t)(rows * fields));
  records->rows = rows;
  records->fields = fields;
  for (int i = 0; i < rows; i++) {
    lua_rawgeti(L, 1, i + 1);
    for (int k = 0; k < fields; k++) {
      Text *text = &records->texts[i * fields + k];
      lua_rawgeti(L, 2, k + 1);
      lua_gettable(L, -2);
      text->text = luaL_checklstring(L, -1, &text->length);
      lua_pop(L, 1);
    }
    lua_pop(L, 1);
  }
  lua_pushvalue(L, 1);
  lua_setuservalue(L, -2);
  return 1;
}

/* floor.build(records, keys) → an array of tables. */
static int floor_build(lua_State *L) {
  const Records *records = lua_touserdata(L, 1);
  luaL_checkstack(L, MAX_FIELDS + 10, NULL);
  for (int k = 0; k < records->fields; k++) lua_rawgeti(L, 2, k + 1);
  lua_createtable(L, records->rows, 0);
  const Text *text = records->texts;
  for (int i = 0; i < records->rows; i++) {
    lua_createtable(L, 0, records->fields);
    for (int k = 0; k < records->fields; k++, text++) {
      lua_pushvalue(L, 3 + k);
      lua_pushlstring(L, text->text, text->length);
      lua_rawset(L, -3);
    }
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

int luaopen_floor(lua_State *L);
int luaopen_floor(lua_State *L) {
  lua_newtable(L);
  lua_pushcfunction(L, floor_prepare);
  lua_setfield(L, -2, "prepare");
  lua_pushcfunction(L, floor_build);
  lua_setfield(L, -2, "build");
  return 1;
}
