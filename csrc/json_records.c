/* The objects of one array look alike. What the object before held is the guess for the next one: the same keys in the
** same order, a table of the same size, often the same values. A right guess costs one comparison of bytes where
** reading the text and interning a string would cost ten; a wrong one is noticed and that member is read like any
** other. */
#include <stdint.h>
#include <string.h>

#include "json.h"

#define MAX_MEMBERS 32

typedef struct {
  const char *key, *value; /* raw text of the object before, inside the quotes; value is NULL if it was no string */
  size_t key_length, value_length;
  bool kept; /* the value came twice and waits in its stack slot, looked up if it has to be */
  Role role;
} Member;

typedef struct {
  Member members[MAX_MEMBERS];
  int size;         /* members of the object before */
  int count, slots; /* the key of member i is in stack slot `slots + 2i`, a kept value in the one after */
  bool is_dressed;
} Guess;

static inline int key_slot(const Guess *guess, int i) { return guess->slots + 2 * i; }
static inline int value_slot(const Guess *guess, int i) { return guess->slots + 2 * i + 1; }

static inline bool same_word(const char *a, const char *b) {
  uint64_t left, right;
  memcpy(&left, a, sizeof left);
  memcpy(&right, b, sizeof right);
  return left == right;
}

/* memcmp for short texts: ids and times of neighbours differ near their ends, so that is where it looks first. */
static inline bool same_text(const char *a, const char *b, size_t length) {
  size_t i = 0;
  if (length >= 8) {
    if (!same_word(a + length - 8, b + length - 8)) return false;
    for (; i + 8 < length; i += 8)
      if (!same_word(a + i, b + i)) return false;
    return true;
  }
  while (i < length && a[i] == b[i]) i++;
  return i == length;
}

/* True if the raw text between quotes at p is exactly `text`. */
static inline bool is_quoted(const Json *json, const char *text, size_t length) {
  const char *p = json->p;
  return (size_t)(json->end - p) > length + 1 && *p == '"' && p[length + 1] == '"' && same_text(p + 1, text, length);
}

/* Which member of the guess has the key at p; searched from `expected` on. `count` if none. */
static int find_member(const Json *json, const Guess *guess, int expected) {
  for (int i = expected; i < guess->count; i++)
    if (is_quoted(json, guess->members[i].key, guess->members[i].key_length)) return i;
  return guess->count;
}

/* Of the member whose key is on top. */
static Role role_of_key(Json *json, const Guess *guess) { return guess->is_dressed ? json_role(json) : PLAIN; }

/* Read the key and remember it as the guess's last member, *i; not one in which something was replaced, as each of
** these is counted. */
static bool learn_key(Json *json, Guess *guess, int *i) {
  Member *member = &guess->members[guess->count];
  const char *key = json->p + 1;
  int replaced = json->replaced;
  if (!json_read_string(json)) return false;
  if (json->replaced != replaced) return *i = MAX_MEMBERS, true;
  *member = (Member){.key = key, .key_length = (size_t)(json->p - 1 - key)};
  member->role = role_of_key(json, guess);
  lua_pushvalue(json->L, -1);
  lua_replace(json->L, key_slot(guess, guess->count++));
  return true;
}

/* Push the key at p and set *i to its place in the guess, or to MAX_MEMBERS when it has none. */
static bool read_key(Json *json, Guess *guess, int *i) {
  int expected = *i, found;
  if (*json->p != '"') return json_fail(json, "key expected");
  found = find_member(json, guess, expected);
  if (found < guess->count) {
    lua_pushvalue(json->L, key_slot(guess, found));
    json->p += guess->members[found].key_length + 2;
    *i = found;
    return true;
  }
  if (guess->count < MAX_MEMBERS && expected == guess->count) return learn_key(json, guess, i);
  *i = MAX_MEMBERS;
  return json_read_string(json);
}

/* Push the string at p: the one of the object before if it is the same. */
static bool read_string(Json *json, Guess *guess, int i) {
  Member *member = &guess->members[i];
  bool same = member->value != NULL && is_quoted(json, member->value, member->value_length);
  if (same && member->kept) {
    lua_pushvalue(json->L, value_slot(guess, i));
    json->p += member->value_length + 2;
    return true;
  }
  const char *value = json->p + 1;
  int replaced = json->replaced;
  if (!json_read_string(json)) return false;
  member->value = json->replaced == replaced ? value : NULL; /* each text in which something was replaced is counted */
  member->value_length = (size_t)(json->p - 1 - value);
  if (member->role == LOOKED_UP) json_look_up(json);
  member->kept = same;
  if (same) {
    lua_pushvalue(json->L, -1);
    lua_replace(json->L, value_slot(guess, i));
  }
  return true;
}

/* Push the value at p, of a kind or under a key for which there is no guess. */
static bool read_other(Json *json, Role role) {
  if (!json_read_value(json)) return false;
  if (role == LOOKED_UP) json_look_up(json);
  return true;
}

static bool read_member(Json *json, Guess *guess, int *i) {
  int next = *i;
  json_skip_blanks(json);
  if (!read_key(json, guess, i) || !json_colon(json)) return false;
  Role role = *i < MAX_MEMBERS ? guess->members[*i].role : role_of_key(json, guess);
  bool is_guessed = *json->p == '"' && *i < MAX_MEMBERS;
  if (!(is_guessed ? read_string(json, guess, *i) : read_other(json, role))) return false;
  if (role == ID) json_note_id(json);
  json_store_member(json);
  *i = *i < MAX_MEMBERS ? *i + 1 : next;
  return true;
}

/* An empty table. Storing in it asks no metamethods. */
static void push_record(Json *json, const Guess *guess) {
  lua_createtable(json->L, 0, guess->size);
  if (!guess->is_dressed) return;
  lua_pushvalue(json->L, json->dress.metatable);
  lua_setmetatable(json->L, -2);
}

static bool read_record(Json *json, Guess *guess) {
  int i = 0;
  push_record(json, guess);
  guess->size = 0;
  json->p++;
  json_skip_blanks(json);
  if (*json->p == '}') return json->p++, true;
  for (;;) {
    if (!read_member(json, guess, &i)) return false;
    guess->size++;
    json_skip_blanks(json);
    if (*json->p == '}') return json->p++, true;
    if (*json->p != ',') return json_fail(json, "',' or '}' expected");
    json->p++;
  }
}

/* At a comma: move to the '{' behind it, or stay and return false if something else follows. */
static bool skip_to_record(Json *json) {
  const char *comma = json->p;
  json->p++;
  json_skip_blanks(json);
  if (*json->p == '{') return true;
  json->p = comma;
  return false;
}

/* The array is on top of the stack and holds *count elements. Reads objects for as long as objects follow. */
bool json_read_records(Json *json, int *count) {
  lua_State *L = json->L;
  int array = lua_gettop(L);
  Guess guess = {.slots = array + 1, .is_dressed = json_is_dressed(json)};
  for (int i = 0; i < 2 * MAX_MEMBERS; i++) lua_pushnil(L);
  json->depth++;
  do {
    if (!read_record(json, &guess)) return false;
    if (guess.is_dressed) json_add_id(json);
    lua_rawseti(L, array, ++*count);
    json_skip_blanks(json);
  } while (*json->p == ',' && skip_to_record(json));
  json->depth--;
  lua_settop(L, array);
  return true;
}
