/* Scratch memory is userdata on the Lua stack, so an error raised by Lua frees it. The texts are copied into it: every
** allocation may run finalisers, and one of them may take them out of their table. */
#include "canonical.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "ascii.h"

#define MAX_TEXT ((size_t)INT_MAX / 4) /* so that three times as much has a size, however few bits that has */
#define TOO_MUCH "too much to sign"

typedef struct {
  char *name, *value;
  size_t name_length, value_length;
} Pair;

typedef struct {
  size_t count, bytes;
} Size;

typedef struct {
  Pair *items; /* a userdata on the stack, in which the texts are, too */
  Size size;
} Pairs;

static bool is_unreserved(char c) { return ascii_is_alphanumeric(c) || c == '-' || c == '_' || c == '.' || c == '~'; }

/* Write at most 3 * length bytes to `out`; return the end of what was written. */
static char *encode(char *out, const char *text, size_t length) {
  for (size_t i = 0; i < length; i++) {
    if (is_unreserved(text[i])) {
      *out++ = text[i];
    } else {
      *out++ = '%';
      out = ascii_write_hex(out, (unsigned char)text[i]);
    }
  }
  return out;
}

void push_canonical_encoded(lua_State *L, const char *text, size_t length) {
  if (length > MAX_TEXT) luaL_error(L, TOO_MUCH);
  char *encoded = lua_newuserdata(L, 3 * length + 1);
  lua_pushlstring(L, encoded, (size_t)(encode(encoded, text, length) - encoded));
  lua_remove(L, -2);
}

/* ---- sorted pairs ---- */

/* In byte order, a shorter name before those that begin with it. */
static int compare_names(const void *left, const void *right) {
  const Pair *a = left, *b = right;
  size_t shorter = a->name_length < b->name_length ? a->name_length : b->name_length;
  int order = memcmp(a->name, b->name, shorter);
  if (order != 0) return order;
  return (a->name_length > b->name_length) - (a->name_length < b->name_length);
}

/* [-0, +0, e] How much the table holds. Raises unless names and values are strings: a number would be signed in one
** spelling and sent in another. */
static Size measure(lua_State *L, int table) {
  Size size = {0, 0};
  for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1), size.count++) {
    if (lua_type(L, -2) != LUA_TSTRING || lua_type(L, -1) != LUA_TSTRING)
      luaL_error(L, "names and values to sign must be strings, got a %s under a %s", luaL_typename(L, -1),
                 luaL_typename(L, -2));
    size_t name = (size_t)lua_rawlen(L, -2), value = (size_t)lua_rawlen(L, -1);
    if (name > MAX_TEXT - size.bytes || value > MAX_TEXT - size.bytes - name) luaL_error(L, TOO_MUCH);
    size.bytes += name + value;
  }
  return size;
}

/* [-0, +0, -] Copy the string at index to `to`. */
static char *copy(lua_State *L, int index, char *to, size_t *length) {
  const char *text = lua_tolstring(L, index, length);
  memcpy(to, text, *length);
  return to;
}

/* [-0, +1, e] Push a userdata with the table's pairs in the byte order of their names. */
static Pairs push_pairs(lua_State *L, int table) {
  Size size = measure(L, table), now;
  Pair *items = lua_newuserdata(L, (size.count + 1) * sizeof(Pair) + size.bytes), *pair = items;
  char *text = (char *)(items + size.count + 1);
  now = measure(L, table);
  if (now.count != size.count || now.bytes != size.bytes) luaL_error(L, "the table to sign changed meanwhile");
  for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1), pair++) {
    pair->name = copy(L, -2, text, &pair->name_length);
    text += pair->name_length;
    pair->value = copy(L, -1, text, &pair->value_length);
    text += pair->value_length;
  }
  qsort(items, size.count, sizeof(Pair), compare_names);
  return (Pairs){items, size};
}

void push_canonical_query(lua_State *L, int table) {
  Pairs pairs = push_pairs(L, table);
  char *text = lua_newuserdata(L, 3 * pairs.size.bytes + 2 * pairs.size.count + 1), *out = text;
  for (size_t i = 0; i < pairs.size.count; i++) {
    if (i > 0) *out++ = '&';
    out = encode(out, pairs.items[i].name, pairs.items[i].name_length);
    *out++ = '=';
    out = encode(out, pairs.items[i].value, pairs.items[i].value_length);
  }
  lua_pushlstring(L, text, (size_t)(out - text));
  lua_replace(L, -3);
  lua_pop(L, 1);
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/* A header's value is signed without the blanks around it. */
static void trim_value(Pair *pair) {
  while (pair->value_length > 0 && is_blank(pair->value[0])) pair->value++, pair->value_length--;
  while (pair->value_length > 0 && is_blank(pair->value[pair->value_length - 1])) pair->value_length--;
}

/* [-0, +1, e] Push a userdata with the table's pairs as headers: names in lower case, values trimmed, sorted. */
static Pairs push_header_pairs(lua_State *L, int table) {
  Pairs headers = push_pairs(L, table);
  for (size_t i = 0; i < headers.size.count; i++) {
    Pair *header = &headers.items[i];
    for (size_t k = 0; k < header->name_length; k++) header->name[k] = ascii_lower(header->name[k]);
    trim_value(header);
  }
  qsort(headers.items, headers.size.count, sizeof(Pair), compare_names);
  return headers;
}

/* [-0, +1, e] Push "a;b;c". */
static void push_names(lua_State *L, Pairs headers) {
  luaL_Buffer text;
  luaL_buffinit(L, &text);
  for (size_t i = 0; i < headers.size.count; i++) {
    if (i > 0) luaL_addchar(&text, ';');
    luaL_addlstring(&text, headers.items[i].name, headers.items[i].name_length);
  }
  luaL_pushresult(&text);
}

/* [-0, +1, e] Push "a:1\nb:2\nc:3\n". */
static void push_lines(lua_State *L, Pairs headers) {
  luaL_Buffer text;
  luaL_buffinit(L, &text);
  for (size_t i = 0; i < headers.size.count; i++) {
    luaL_addlstring(&text, headers.items[i].name, headers.items[i].name_length);
    luaL_addchar(&text, ':');
    luaL_addlstring(&text, headers.items[i].value, headers.items[i].value_length);
    luaL_addchar(&text, '\n');
  }
  luaL_pushresult(&text);
}

void push_canonical_headers(lua_State *L, int table) {
  Pairs headers = push_header_pairs(L, table);
  push_names(L, headers);
  push_lines(L, headers);
  lua_remove(L, -3);
}
