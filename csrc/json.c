/* A decoder for RFC 8259: bytes → Lua values. Strict, except that it can be told to read on where a text is broken. */
#include "json.h"

#include <limits.h>
#include <string.h>

#include "ascii.h"
#include "body.h"
#include "core.h"

#define MAX_GUESS_DEPTH 16 /* each guess takes 64 stack slots, and LuaJIT has 8,000 for a C function */
#define LIKELY_ROW 400     /* bytes of an update task as JSON */
#define MOST_LIKELY 1000
#define STACK_PER_LEVEL 100 /* a guess, a member, and what a string buffer may push */

/* [-0, +0, e] Read one element, or as many objects as follow one another, into the array on top. Leaves p at what
** should be ',' or ']'. */
static bool read_elements(Json *json, int *count) {
  if (*json->p == '{' && json->depth <= MAX_GUESS_DEPTH) return json_read_records(json, count);
  if (!json_read_value(json)) return false;
  lua_rawseti(json->L, -2, ++*count);
  json_skip_blanks(json);
  return true;
}

/* [-0, +0, e] Read all elements into the array on top. */
static bool read_all_elements(Json *json, int *count) {
  for (;;) {
    if (!read_elements(json, count)) return false;
    if (*json->p == ']') return true;
    if (*json->p != ',') return json_fail(json, "',' or ']' expected");
    json->p++;
    json_skip_blanks(json);
  }
}

/* How many rows may come: room for them at once costs less than to grow with them. */
static int likely_rows(const Json *json) {
  int rows = (int)((json->end - json->p) / LIKELY_ROW);
  return rows < MOST_LIKELY ? rows : MOST_LIKELY;
}

/* [-0, +1, e] */
static bool read_array(Json *json) {
  int count = 0;
  bool is_at_rows = json_is_at_rows(json);
  if (is_at_rows) json_begin_ids(json);
  lua_createtable(json->L, is_at_rows ? likely_rows(json) : 0, 0);
  json->p++;
  json_skip_blanks(json);
  if (*json->p != ']' && !read_all_elements(json, &count)) return false;
  json->p++;
  if (is_at_rows) json_end_ids(json, count);
  return true;
}

/* [-0, +1, e] */
static bool read_nested(Json *json) {
  if (!json_enter(json)) return false;
  luaL_checkstack(json->L, STACK_PER_LEVEL, "JSON nested too deep");
  if (!(*json->p == '{' ? json_read_object(json) : read_array(json))) return false;
  json->depth--;
  return true;
}

bool json_read_value(Json *json) {
  switch (*json->p) {
    case '"': return json_read_string(json);
    case '{':
    case '[': return read_nested(json);
    case 't': lua_pushboolean(json->L, 1); return json_skip_word(json, "true", 4);
    case 'f': lua_pushboolean(json->L, 0); return json_skip_word(json, "false", 5);
    case 'n': lua_pushlightuserdata(json->L, NULL); return json_skip_word(json, "null", 4);
    case '-': return json_read_number(json);
    default:
      if (ascii_is_digit(*json->p)) return json_read_number(json);
      return json_fail_at_value(json);
  }
}

/* [-0, +1, e] The text is one value. */
static bool read_text(Json *json) {
  json_skip_blanks(json);
  if (!json_read_value(json)) return false;
  json_skip_blanks(json);
  return json->p == json->end || json_fail(json, "end of text expected");
}

/* [-0, +(0|2), m] The answer to a text that was read: its value, which is on top, the ids if there are any, and how
** many texts were broken where they may be. Return how many values that is. */
static int push_answer(Json *json) {
  int count = 1 + json_push_ids(json);
  if (!json->lenient) return count;
  if (count == 1) lua_pushnil(json->L);
  lua_pushinteger(json->L, json->replaced);
  return 3;
}

/* [-0, +n, e] Decode a text by the arguments at 2 to 5. Whoever owns its bytes is at 1, or on top. */
static int decode_text(lua_State *L, const char *text, size_t length) {
  luaL_argcheck(L, length < INT_MAX, 1, "text is too long");
  Json json = {.L = L, .start = text, .p = text, .end = text + length, .nulls_absent = lua_toboolean(L, 2)};
  json.lenient = lua_toboolean(L, 4);
  json.names = lua_isnil(L, 5) ? 0 : 5;
  if (!lua_isnil(L, 3)) json.rows = json_check_schema(L, 3);
  luaL_argcheck(L, json.rows.length < MAX_GUESS_DEPTH, 3, "path is too long");
  int top = lua_gettop(L);
  if (read_text(&json)) return push_answer(&json);
  int position = (int)(json.p - json.start) + 1;
  lua_settop(L, top);
  lua_pushnil(L);
  lua_pushfstring(L, "%s at byte %d", json.error, position);
  lua_pushinteger(L, position);
  return 3;
}

/* json.decode(text [, nulls_absent [, schema [, lenient [, names]]]]) → value [, ids [, replaced]]
**                                                                    | nil, message, byte position (from 1)
** `text` is a string or a Body, which can be read again. null is the NULL light userdata; with `nulls_absent` members
** that are null are left out of their object.
** `schema` says what becomes of the rows, which are the objects in one array: {path = the keys that lead to it from the
** outermost object, metatable = the one they get, values = {[key] = a table in which their member is looked up,
** metamethods included; it has the same answer each time, and does not yield}, id = the key of what tells them apart,
** fields = a set of keys or nil: the rows have these members alone}. What nobody wants is read as strictly.
** With it come their ids, as fingerprints.of would make them of the array; none when an element of it has none, or when
** there is no array.
** `lenient`: what is no UTF-8, or half a surrogate pair, becomes U+FFFD; in how many texts, is told. Those that nobody
** wants count, too: what is told of an answer does not hang on `fields`.
** `names`: the keys under which members are stored, by the keys that they have in the text; the schema knows the
** former. Those that it does not name keep theirs. */
static int json_decode(lua_State *L) {
  size_t length;
  lua_settop(L, 5);
  if (!lua_isnil(L, 5)) luaL_checktype(L, 5, LUA_TTABLE);
  Body *body = body_at(L, 1);
  if (body == NULL) {
    const char *text = luaL_checklstring(L, 1, &length);
    return decode_text(L, text, length);
  }
  Bytes *bytes = body_lend(L, body);
  int count = decode_text(L, bytes->data, bytes->size);
  body_return(body, bytes);
  return count;
}

static const luaL_Reg functions[] = {{"decode", json_decode}, {NULL, NULL}};

void push_json(lua_State *L) { luaL_newlib(L, functions); }
