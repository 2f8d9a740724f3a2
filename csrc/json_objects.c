/* Objects. Those of one array look alike: what the object before held is the guess for the next one, the same keys in
** the same order, a table of the same size, often the same values. A right guess costs one comparison of bytes where
** reading the text and interning a string would cost ten; a wrong one is noticed and that member is read like any
** other. */
#include "json.h"
#include "word.h"

#define MAX_MEMBERS 32

typedef struct {
  const char *key, *value; /* raw text of the object before, inside the quotes; value is NULL if it was no string */
  size_t key_length, value_length;
  size_t head_length; /* from the key's quote to the value; 0 while it is not known */
  bool kept;          /* the value came twice and waits in its stack slot, looked up if it has to be */
  Role role;
} Member;

typedef struct {
  Member members[MAX_MEMBERS];
  int size;         /* members stored of the object before; while one is read, its own so far */
  int next;         /* the first member that the key at p may be */
  int count, slots; /* the key of member i is in stack slot `slots + 2i`, a kept value in the one after */
  bool of_rows;
} Guess;

/* [-2, +0, m] table[key] = value for the two topmost values; that asks no metamethods. The last of two equal keys wins.
** Of all values only null ends in an l, which is cheaper to see than to ask for the type of each. */
static inline void store_member(Json *json) {
  if (json->nulls_absent && json->p[-1] == 'l') {
    lua_pop(json->L, 1);
    lua_pushnil(json->L);
  }
  lua_rawset(json->L, -3);
}

/* [-0, +1, m] Read the key at p, and push the one under which its member is stored. */
static bool read_stored_key(Json *json) {
  lua_State *L = json->L;
  if (!json_read_string(json)) return false;
  if (json->names == 0) return true;
  lua_pushvalue(L, -1);
  lua_rawget(L, json->names);
  if (lua_isnil(L, -1)) return lua_pop(L, 1), true;
  lua_remove(L, -2);
  return true;
}

/* ---- the guess ---- */

static inline int key_slot(const Guess *guess, int i) { return guess->slots + 2 * i; }
static inline int value_slot(const Guess *guess, int i) { return guess->slots + 2 * i + 1; }

/* True if the raw text between quotes at p is exactly `text`. */
static inline bool is_quoted(const Json *json, const char *text, size_t length) {
  const char *p = json->p;
  return (size_t)(json->end - p) > length + 1 && *p == '"' && p[length + 1] == '"' && same_text(p + 1, text, length);
}

/* Which member of the guess has the key at p. `count` if none. */
static int find_member(const Json *json, const Guess *guess) {
  for (int i = guess->next; i < guess->count; i++)
    if (is_quoted(json, guess->members[i].key, guess->members[i].key_length)) return i;
  return guess->count;
}

/* [-0, +0, -] Of the member whose key is on top. */
static Role role_of_key(Json *json, const Guess *guess) { return guess->of_rows ? json_role(json) : PLAIN; }

/* [-0, +1, m] Read the key and remember it as the guess's last member, *i; not one in which something was replaced, as
** each of these is counted. */
static bool learn_key(Json *json, Guess *guess, int *i) {
  Member *member = &guess->members[guess->count];
  const char *key = json->p + 1;
  int replaced = json->replaced;
  if (!read_stored_key(json)) return false;
  if (json->replaced != replaced) return *i = MAX_MEMBERS, true;
  *member = (Member){.key = key, .key_length = (size_t)(json->p - 1 - key)};
  member->role = role_of_key(json, guess);
  lua_pushvalue(json->L, -1);
  lua_replace(json->L, key_slot(guess, guess->count++));
  return true;
}

/* [-0, +1, m] Push the key at p, which is none of the guess, and set *i to its place there, or to MAX_MEMBERS when it
** gets none. */
static bool read_new_key(Json *json, Guess *guess, int *i) {
  if (guess->count < MAX_MEMBERS && guess->next == guess->count) return learn_key(json, guess, i);
  *i = MAX_MEMBERS;
  return read_stored_key(json);
}

/* The member's key is at `from`, and its value at p. Objects may have other blanks between the two, so the length is
** that of this text alone. */
static inline void remember_head(const Json *json, Member *member, const char *from) {
  member->key = from + 1;
  member->head_length = (size_t)(json->p - from);
}

/* [-0, +(0|1), m] Read the key at p, push it if its member is wanted, and move on to the value. */
static bool read_key(Json *json, Guess *guess, int *i, Role *role) {
  const char *from = json->p;
  *i = find_member(json, guess);
  if (*i < guess->count) {
    *role = guess->members[*i].role;
    json->p += guess->members[*i].key_length + 2;
    lua_pushvalue(json->L, key_slot(guess, *i));
  } else {
    if (!read_new_key(json, guess, i)) return false;
    *role = *i < MAX_MEMBERS ? guess->members[*i].role : role_of_key(json, guess);
  }
  if (!json_is_wanted(*role)) lua_pop(json->L, 1);
  if (!json_skip_colon(json)) return false;
  if (*i < MAX_MEMBERS) remember_head(json, &guess->members[*i], from);
  return true;
}

/* [-0, +(0|1), m] The same, where all up to the value is likely to be as in the object before. */
static inline bool read_guessed_key(Json *json, Guess *guess, int *i, Role *role) {
  const Member *member = &guess->members[guess->next];
  bool is_known = guess->next < guess->count && (size_t)(json->end - json->p) > member->head_length &&
                  member->head_length > 0 && same_text(json->p, member->key - 1, member->head_length);
  if (!is_known) return read_key(json, guess, i, role);
  *i = guess->next;
  *role = member->role;
  json->p += member->head_length;
  json_skip_blanks(json); /* there may be more of them */
  if (json_is_wanted(*role)) lua_pushvalue(json->L, key_slot(guess, *i));
  return true;
}

/* [-0, +1, e] Push the string at p: the one of the object before if it is the same. */
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

/* [-0, +1, e] Push the value at p, of a kind or under a key for which there is no guess. */
static bool read_other(Json *json, Role role) {
  if (!json_read_value(json)) return false;
  if (role == LOOKED_UP) json_look_up(json);
  return true;
}

/* ---- members and objects ---- */

/* [-0, +1, e] Push the value at p of a member that is wanted. */
static inline bool read_wanted(Json *json, Guess *guess, int i, Role role) {
  bool is_guessed = *json->p == '"' && i < MAX_MEMBERS;
  if (!(is_guessed ? read_string(json, guess, i) : read_other(json, role))) return false;
  if (role == ID) json_note_id(json);
  return true;
}

/* [-0, +0, e] Store the member at p, of an object in an array, in the table on top. */
static bool read_guessed_member(Json *json, Guess *guess) {
  int i;
  Role role;
  if (!read_guessed_key(json, guess, &i, &role)) return false;
  if (i < MAX_MEMBERS) guess->next = i + 1;
  if (!json_is_wanted(role)) return role == UNWANTED ? json_skip_value(json) : json_skip_id(json);
  if (!read_wanted(json, guess, i, role)) return false;
  store_member(json);
  guess->size++;
  return true;
}

/* [-0, +0, e] Store the member at p, of any other object, in the table on top: on the way to the rows, maybe. */
static bool read_member(Json *json) {
  if (!read_stored_key(json) || !json_skip_colon(json)) return false;
  bool on_path = json->rows.are_wanted && json_enter_path(json);
  if (!json_read_value(json)) return false;
  if (on_path) json->rows.met--;
  store_member(json);
  return true;
}

/* [-0, +0, e] Store the members of the object at p in the table on top. `guess` is NULL where there is none. */
static inline bool read_members(Json *json, Guess *guess) {
  json->p++;
  json_skip_blanks(json);
  if (*json->p == '}') return json->p++, true;
  for (;;) {
    json_skip_blanks(json);
    if (*json->p != '"') return json_fail(json, "key expected");
    if (!(guess != NULL ? read_guessed_member(json, guess) : read_member(json))) return false;
    json_skip_blanks(json);
    if (*json->p == '}') return json->p++, true;
    if (*json->p != ',') return json_fail(json, "',' or '}' expected");
    json->p++;
  }
}

bool json_read_object(Json *json) {
  lua_newtable(json->L);
  return read_members(json, NULL);
}

/* [-0, +1, e] */
static bool read_record(Json *json, Guess *guess) {
  lua_createtable(json->L, 0, guess->size);
  if (guess->of_rows) {
    lua_pushvalue(json->L, json->rows.metatable);
    lua_setmetatable(json->L, -2);
  }
  guess->size = guess->next = 0;
  return read_members(json, guess);
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

bool json_read_records(Json *json, int *count) {
  lua_State *L = json->L;
  int array = lua_gettop(L);
  Guess guess = {.slots = array + 1, .of_rows = json_is_at_rows(json)};
  for (int i = 0; i < 2 * MAX_MEMBERS; i++) lua_pushnil(L);
  json->depth++;
  do {
    if (!read_record(json, &guess)) return false;
    if (guess.of_rows) json_add_id(json);
    lua_rawseti(L, array, ++*count);
    json_skip_blanks(json);
  } while (*json->p == ',' && skip_to_record(json));
  json->depth--;
  lua_settop(L, array);
  return true;
}
