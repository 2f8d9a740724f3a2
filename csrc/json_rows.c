/* What becomes of the rows while they are read: each gets a metatable, what it has under certain keys is looked up in
** tables, or left out, and what it has under one key tells it from others. To touch all of them once more when they are
** there would cost a tenth of reading them. */
#include "json_rows.h"

#include <string.h>

#include "json.h"

#define FIRST_CAPACITY 128 /* a page has 100 rows */

/* ---- the schema ---- */

/* [-0, +1, e] Push a field of the table at index, which must be of a type. Return its slot. */
static int push_field(lua_State *L, int index, const char *name, int type) {
  lua_getfield(L, index, name);
  if (lua_type(L, -1) != type)
    luaL_error(L, "schema.%s must be a %s, not a %s", name, lua_typename(L, type), luaL_typename(L, -1));
  return lua_gettop(L);
}

Rows json_check_schema(lua_State *L, int index) {
  Rows rows = {.are_wanted = true, .capacity = FIRST_CAPACITY};
  luaL_checktype(L, index, LUA_TTABLE);
  rows.path = push_field(L, index, "path", LUA_TTABLE);
  rows.id = push_field(L, index, "id", LUA_TSTRING);
  rows.metatable = push_field(L, index, "metatable", LUA_TTABLE);
  rows.values = push_field(L, index, "values", LUA_TTABLE);
  lua_getfield(L, index, "fields");
  if (!lua_isnil(L, -1) && !lua_istable(L, -1)) luaL_error(L, "schema.fields must be a table, or nil");
  rows.fields = lua_gettop(L);
  rows.ids = lua_newuserdata(L, rows.capacity * sizeof *rows.ids);
  rows.slot = lua_gettop(L);
  rows.length = (int)lua_rawlen(L, rows.path);
  return rows;
}

bool json_enter_path(Json *json) {
  Rows *rows = &json->rows;
  if (rows->met != json->depth - 1 || rows->met == rows->length) return false;
  lua_rawgeti(json->L, rows->path, rows->met + 1);
  bool is_next = lua_rawequal(json->L, -1, -2);
  lua_pop(json->L, 1);
  if (!is_next) return false;
  rows->met++;
  rows->is_whole = false;
  return true;
}

bool json_is_at_rows(const Json *json) {
  const Rows *rows = &json->rows;
  return rows->are_wanted && rows->met == rows->length && json->depth == rows->length + 1;
}

/* [-0, +0, -] Whether the table at index has something for the key on top. */
static bool has_key(lua_State *L, int index) {
  lua_pushvalue(L, -1);
  lua_rawget(L, index);
  bool has = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return has;
}

Role json_role(Json *json) {
  lua_State *L = json->L;
  const Rows *rows = &json->rows;
  bool is_wanted = lua_isnil(L, rows->fields) || has_key(L, rows->fields);
  if (lua_rawequal(L, -1, rows->id)) return is_wanted ? ID : UNWANTED_ID;
  if (!is_wanted) return UNWANTED;
  return has_key(L, rows->values) ? LOOKED_UP : PLAIN;
}

void json_look_up(Json *json) {
  lua_State *L = json->L;
  lua_pushvalue(L, -2);
  lua_rawget(L, json->rows.values);
  lua_insert(L, -2);
  lua_gettable(L, -2);
  lua_remove(L, -2);
}

/* ---- ids ---- */

void json_begin_ids(Json *json) {
  Rows *rows = &json->rows;
  rows->is_whole = true;
  rows->count = 0;
  rows->current = 0;
}

void json_note_id(Json *json) { json->rows.current = fingerprint_at(json->L, -1); }

/* [-0, +0, e] At any value that is the id. */
static bool skip_as_value(Json *json) {
  if (!json_read_value(json)) return false;
  json_note_id(json);
  lua_pop(json->L, 1);
  return true;
}

bool json_skip_id(Json *json) {
  const char *from = json->p;
  int replaced = json->replaced;
  bool is_literal;
  if (*from != '"') return skip_as_value(json);
  if (!json_skip_string(json, &is_literal)) return false;
  if (is_literal) {
    json->rows.current = fingerprint_of(from + 1, (size_t)(json->p - from) - 2);
    return true;
  }
  json->p = from; /* once more: what tells rows apart is what its bytes stand for */
  json->replaced = replaced;
  return skip_as_value(json);
}

/* [-0, +0, m] Make room for twice as many. */
static void grow_ids(lua_State *L, Rows *rows) {
  size_t size = rows->capacity * sizeof *rows->ids;
  Fingerprint *larger = lua_newuserdata(L, 2 * size);
  memcpy(larger, rows->ids, size);
  lua_replace(L, rows->slot);
  rows->ids = larger;
  rows->capacity *= 2;
}

void json_add_id(Json *json) {
  Rows *rows = &json->rows;
  if (rows->count == rows->capacity) grow_ids(json->L, rows);
  rows->ids[rows->count++] = rows->current;
  rows->is_whole = rows->is_whole && rows->current != 0;
  rows->current = 0;
}

void json_end_ids(Json *json, int elements) {
  json->rows.is_whole = json->rows.is_whole && json->rows.count == (size_t)elements;
}

int json_push_ids(Json *json) {
  const Rows *rows = &json->rows;
  if (!rows->is_whole) return 0;
  lua_pushlstring(json->L, (const char *)rows->ids, rows->count * sizeof *rows->ids);
  return 1;
}
