/* core.marks: a byte for each of many texts, which are known by their fingerprints, so that the state in which somebody
** last saw each of a million tasks takes some megabytes. */
#include <limits.h>
#include <string.h>

#include "core.h"
#include "fingerprint_ids.h"
#include "fingerprint_map.h"

#define MARKS_TYPE "aliota.marks"

/* ---- maps in Lua ---- */

/* [-0, +0, v] The map at index. Another object's finaliser may still have one that was collected with it. */
static FingerprintMap *check_map(lua_State *L, int index) {
  FingerprintMap *map = luaL_checkudata(L, index, MARKS_TYPE);
  luaL_argcheck(L, map->marks != NULL, index, "the marks were collected");
  return map;
}

/* [-0, +0, v] Make room for so many more. Allocates nothing of Lua's, so that no finaliser gets at the map meanwhile.
 */
static void reserve(lua_State *L, FingerprintMap *map, size_t more) {
  if (!map_reserve(map, more)) luaL_error(L, "not enough memory for %d more marks", (int)more);
}

/* [-0, +0, v] A mark, or 0 for none. */
static Mark check_mark_or_none(lua_State *L, int index) {
  lua_Integer mark = luaL_checkinteger(L, index);
  luaL_argcheck(L, mark >= 0 && mark < MARKS, index, "a mark from 1 to 255 expected");
  return (Mark)mark;
}

/* [-0, +0, v] A mark that things may have. */
static Mark check_mark(lua_State *L, int index) {
  Mark mark = check_mark_or_none(L, index);
  luaL_argcheck(L, mark != 0, index, "a mark from 1 to 255 expected");
  return mark;
}

/* ---- functions and methods ---- */

/* marks.new() → an empty map. */
static int marks_new(lua_State *L) {
  FingerprintMap *map = lua_newuserdata(L, sizeof *map);
  memset(map, 0, sizeof *map);
  luaL_setmetatable(L, MARKS_TYPE);
  reserve(L, map, 1);
  return 1;
}

/* map:put(ids, marks) marks each id by the byte at its place in the string `marks`, "\0" takes its mark from it
** → the marks that they had, "\0" for none; of an id that is there twice the second finds the first one's. */
static int map_m_put(lua_State *L) {
  size_t length;
  check_map(L, 1);
  Ids ids = check_ids(L, 2);
  luaL_checktype(L, 3, LUA_TSTRING);
  const char *marks = lua_tolstring(L, 3, &length);
  luaL_argcheck(L, length == ids.count, 3, "as many marks as ids expected");
  char *before = lua_newuserdata(L, ids.count);
  FingerprintMap *map = check_map(L, 1); /* still: allocating may have run finalisers */
  reserve(L, map, ids.count);            /* the last that may raise before all are marked */
  for (size_t i = 0; i < ids.count; i++) before[i] = (char)map_put(map, id_at(ids, i), (Mark)marks[i]);
  lua_pushlstring(L, before, ids.count);
  return 1;
}

/* map:turn(from, to): whatever has one mark gets another; 0 for none. */
static int map_m_turn(lua_State *L) {
  FingerprintMap *map = check_map(L, 1);
  Mark from = check_mark(L, 2), to = check_mark_or_none(L, 3);
  map_turn(map, from, to);
  return 0;
}

/* map:count(mark) → how many have it. */
static int map_m_count(lua_State *L) {
  FingerprintMap *map = check_map(L, 1);
  lua_pushinteger(L, (lua_Integer)map->counts[check_mark(L, 2)]);
  return 1;
}

/* __gc of a set that an error kept from being freed. */
static int selection__gc(lua_State *L) {
  set_free(lua_touserdata(L, 1));
  return 0;
}

/* [-0, +1, m] Push a set that is all zeros. */
static FingerprintSet *push_selection(lua_State *L) {
  FingerprintSet *set = lua_newuserdata(L, sizeof *set);
  memset(set, 0, sizeof *set);
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, selection__gc);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  return set;
}

/* map:dump(mark) → what has that mark, as a set's dump: 8 bytes each, in base64 without line ends. */
static int map_m_dump(lua_State *L) {
  Mark mark = check_mark(L, 2);
  FingerprintSet *set = push_selection(L);
  if (!map_select(check_map(L, 1), mark, set)) return luaL_error(L, "not enough memory for a dump");
  char *text = lua_newuserdata(L, set_dump_size(set->count)); /* the set is nobody's but ours: it stays as it is */
  const char *end = set_dump(set, text);
  lua_pushlstring(L, text, (size_t)(end - text));
  return 1;
}

/* map:load(text, mark) gives the mark to what was dumped → true | nil, message if the text is damaged. */
static int map_m_load(lua_State *L) {
  size_t length;
  luaL_checktype(L, 2, LUA_TSTRING);
  const char *text = lua_tolstring(L, 2, &length);
  Mark mark = check_mark(L, 3);
  FingerprintSet *set = push_selection(L);
  if (!set_reserve(set, set_dump_count(length))) return luaL_error(L, "not enough memory for a dump");
  const char *damage = set_load(set, text, length);
  if (damage != NULL) {
    lua_pushnil(L);
    lua_pushstring(L, damage);
    return 2;
  }
  FingerprintMap *map = check_map(L, 1);
  reserve(L, map, set->count);
  for (size_t i = 0; i < set->capacity; i++)
    if (set->slots[i] != 0) map_put(map, set->slots[i], mark);
  lua_pushboolean(L, 1);
  return 1;
}

/* #map → how many have a mark. */
static int map_m__len(lua_State *L) {
  FingerprintMap *map = check_map(L, 1);
  lua_pushinteger(L, (lua_Integer)(map->set.count - map->counts[0]));
  return 1;
}

/* __gc: frees what it owns; twice does nothing. */
static int map_m__gc(lua_State *L) {
  map_free(luaL_checkudata(L, 1, MARKS_TYPE));
  return 0;
}

static const luaL_Reg metamethods[] = {{"__gc", map_m__gc}, {"__len", map_m__len}, {NULL, NULL}};

static const luaL_Reg methods[] = {{"count", map_m_count}, {"dump", map_m_dump}, {"load", map_m_load},
                                   {"put", map_m_put},     {"turn", map_m_turn}, {NULL, NULL}};

static const luaL_Reg functions[] = {{"new", marks_new}, {NULL, NULL}};

void push_marks(lua_State *L) {
  luaL_newmetatable(L, MARKS_TYPE);
  luaL_setfuncs(L, metamethods, 0);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
  luaL_newlib(L, functions);
}
