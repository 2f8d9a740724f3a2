/* Scratch memory is userdata on the Lua stack, so an error raised by Lua frees it. */
#include "canonical.h"

#include <stdlib.h>
#include <string.h>

#include "ascii.h"

typedef struct {
  const char *name, *value;
  size_t name_length, value_length;
} Pair;

typedef struct {
  Pair *items; /* a userdata on the stack; the strings belong to the table they came from */
  size_t count;
} Pairs;

static const char hex_upper[] = "0123456789ABCDEF";

static int is_unreserved(unsigned char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == '.' || c == '~';
}

char *canonical_encode(char *out, const char *text, size_t length) {
  for (size_t i = 0; i < length; i++) {
    unsigned char c = (unsigned char)text[i];
    if (is_unreserved(c)) {
      *out++ = (char)c;
    } else {
      *out++ = '%';
      *out++ = hex_upper[c >> 4];
      *out++ = hex_upper[c & 15];
    }
  }
  return out;
}

/* ---- sorted pairs ---- */

static int compare_names(const void *left, const void *right) {
  const Pair *a = left, *b = right;
  size_t shorter = a->name_length < b->name_length ? a->name_length : b->name_length;
  int order = memcmp(a->name, b->name, shorter);
  if (order != 0) return order;
  return (a->name_length > b->name_length) - (a->name_length < b->name_length);
}

static size_t count_pairs(lua_State *L, int table) {
  size_t count = 0;
  for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) count++;
  return count;
}

/* [-0, +1, e] Push a userdata with the table's pairs in the byte order of their names. Raises unless names and values
** are strings: a number would be signed in one spelling and sent in another. */
static Pairs push_pairs(lua_State *L, int table) {
  Pairs pairs = {NULL, count_pairs(L, table)};
  size_t i = 0;
  pairs.items = lua_newuserdata(L, (pairs.count + 1) * sizeof(Pair));
  for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1), i++) {
    if (i == pairs.count) luaL_error(L, "the table to sign changed meanwhile");
    Pair *pair = &pairs.items[i];
    if (lua_type(L, -2) != LUA_TSTRING || lua_type(L, -1) != LUA_TSTRING)
      luaL_error(L, "names and values to sign must be strings, got a %s under a %s", luaL_typename(L, -1),
                 luaL_typename(L, -2));
    pair->name = lua_tolstring(L, -2, &pair->name_length);
    pair->value = lua_tolstring(L, -1, &pair->value_length);
  }
  pairs.count = i;
  qsort(pairs.items, pairs.count, sizeof(Pair), compare_names);
  return pairs;
}

void push_canonical_query(lua_State *L, int table) {
  Pairs pairs = push_pairs(L, table);
  size_t size = 1;
  for (size_t i = 0; i < pairs.count; i++) size += 3 * (pairs.items[i].name_length + pairs.items[i].value_length) + 2;
  char *text = lua_newuserdata(L, size), *out = text;
  for (size_t i = 0; i < pairs.count; i++) {
    if (i > 0) *out++ = '&';
    out = canonical_encode(out, pairs.items[i].name, pairs.items[i].name_length);
    *out++ = '=';
    out = canonical_encode(out, pairs.items[i].value, pairs.items[i].value_length);
  }
  lua_pushlstring(L, text, (size_t)(out - text));
  lua_replace(L, -3);
  lua_pop(L, 1);
}

static int is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/* A header's value is signed without the blanks around it. */
static void trim_value(Pair *pair) {
  while (pair->value_length > 0 && is_blank(pair->value[0])) pair->value++, pair->value_length--;
  while (pair->value_length > 0 && is_blank(pair->value[pair->value_length - 1])) pair->value_length--;
}

/* [-0, +2, e] Push a userdata with the headers, names in lower case, values trimmed, sorted, and the names' memory. */
static Pairs push_headers(lua_State *L, int table) {
  Pairs headers = push_pairs(L, table);
  size_t size = 1;
  for (size_t i = 0; i < headers.count; i++) size += headers.items[i].name_length;
  char *names = lua_newuserdata(L, size);
  for (size_t i = 0; i < headers.count; i++) {
    Pair *header = &headers.items[i];
    for (size_t k = 0; k < header->name_length; k++) {
      names[k] = ascii_lower(header->name[k]);
    }
    header->name = names;
    names += header->name_length;
    trim_value(header);
  }
  qsort(headers.items, headers.count, sizeof(Pair), compare_names);
  return headers;
}

void push_canonical_headers(lua_State *L, int table) {
  Pairs headers = push_headers(L, table);
  luaL_Buffer text;
  luaL_buffinit(L, &text);
  for (size_t i = 0; i < headers.count; i++) {
    if (i > 0) luaL_addchar(&text, ';');
    luaL_addlstring(&text, headers.items[i].name, headers.items[i].name_length);
  }
  luaL_pushresult(&text);
  luaL_buffinit(L, &text);
  for (size_t i = 0; i < headers.count; i++) {
    luaL_addlstring(&text, headers.items[i].name, headers.items[i].name_length);
    luaL_addchar(&text, ':');
    luaL_addlstring(&text, headers.items[i].value, headers.items[i].value_length);
    luaL_addchar(&text, '\n');
  }
  luaL_pushresult(&text);
  lua_remove(L, -4);
  lua_remove(L, -3);
}
