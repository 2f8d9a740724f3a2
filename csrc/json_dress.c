/* What becomes of the objects of one array while they are read: each gets a metatable, what it has under certain keys
** is looked up in tables, and what it has under one key tells it from others. The array is found by its path: the keys
** that lead to it from the outermost object. To touch all objects once more when they are there would cost a tenth of
** reading them. */
#include <string.h>

#include "json.h"

#define FIRST_CAPACITY 128 /* a page has 100 rows */

/* [-0, +1, e] Push a field of the table at index, which must be of a type. Return its slot. */
static int push_field(lua_State *L, int index, const char *name, int type) {
  lua_getfield(L, index, name);
  if (lua_type(L, -1) != type)
    luaL_error(L, "dress.%s must be a %s, not a %s", name, lua_typename(L, type), luaL_typename(L, -1));
  return lua_gettop(L);
}

/* [-0, +5, e] Take a dress {path =, id =, metatable =, values =} from index. */
Dress json_check_dress(lua_State *L, int index) {
  Dress dress = {.given = true, .capacity = FIRST_CAPACITY};
  luaL_checktype(L, index, LUA_TTABLE);
  dress.path = push_field(L, index, "path", LUA_TTABLE);
  dress.id = push_field(L, index, "id", LUA_TSTRING);
  dress.metatable = push_field(L, index, "metatable", LUA_TTABLE);
  dress.values = push_field(L, index, "values", LUA_TTABLE);
  dress.ids = lua_newuserdata(L, dress.capacity * sizeof *dress.ids);
  dress.slot = lua_gettop(L);
  dress.length = (int)lua_rawlen(L, dress.path);
  return dress;
}

/* [-0, +0, -] Go along the path if the key on top, of an object, is the next on it. It may have been there before, and
** what was there then counts no more. */
bool json_enter_path(Json *json) {
  Dress *dress = &json->dress;
  if (dress->met != json->depth - 1 || dress->met == dress->length) return false;
  lua_rawgeti(json->L, dress->path, dress->met + 1);
  bool is_next = lua_rawequal(json->L, -1, -2);
  lua_pop(json->L, 1);
  if (!is_next) return false;
  dress->met++;
  dress->is_whole = false;
  return true;
}

/* Whether the array that is being read is the one at the end of the path. */
bool json_is_dressed(const Json *json) {
  const Dress *dress = &json->dress;
  return dress->given && dress->met == dress->length && json->depth == dress->length + 1;
}

/* [-0, +0, -] What an object has under the key on top. */
Role json_role(Json *json) {
  lua_State *L = json->L;
  if (lua_rawequal(L, -1, json->dress.id)) return ID;
  lua_pushvalue(L, -1);
  lua_rawget(L, json->dress.values);
  Role role = lua_isnil(L, -1) ? PLAIN : LOOKED_UP;
  lua_pop(L, 1);
  return role;
}

/* [-1, +1, e] Replace the value on top by what the table for the key below it has for it. Metamethods are asked. */
void json_look_up(Json *json) {
  lua_State *L = json->L;
  lua_pushvalue(L, -2);
  lua_rawget(L, json->dress.values);
  lua_insert(L, -2);
  lua_gettable(L, -2);
  lua_remove(L, -2);
}

/* ---- ids ---- */

void json_begin_ids(Json *json) {
  Dress *dress = &json->dress;
  dress->is_whole = true;
  dress->count = 0;
  dress->current = 0;
}

/* [-0, +0, -] The value on top is the id of the object that is being read. */
void json_note_id(Json *json) { json->dress.current = fingerprint_at(json->L, -1); }

static void grow_ids(lua_State *L, Dress *dress) {
  size_t size = dress->capacity * sizeof *dress->ids;
  Fingerprint *larger = lua_newuserdata(L, 2 * size);
  memcpy(larger, dress->ids, size);
  lua_replace(L, dress->slot);
  dress->ids = larger;
  dress->capacity *= 2;
}

/* [-0, +0, m] The object is through. */
void json_add_id(Json *json) {
  Dress *dress = &json->dress;
  if (dress->count == dress->capacity) grow_ids(json->L, dress);
  dress->ids[dress->count++] = dress->current;
  dress->is_whole = dress->is_whole && dress->current != 0;
  dress->current = 0;
}

/* So many elements has the array, objects or not. */
void json_end_ids(Json *json, int elements) {
  json->dress.is_whole = json->dress.is_whole && json->dress.count == (size_t)elements;
}

/* [-0, +(0|1), m] Push the ids as fingerprints.of would, unless an element has none. Return how many values these
** are. */
int json_push_ids(Json *json) {
  const Dress *dress = &json->dress;
  if (!dress->is_whole) return 0;
  lua_pushlstring(json->L, (const char *)dress->ids, dress->count * sizeof *dress->ids);
  return 1;
}
