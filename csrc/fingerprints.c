/* Fingerprints: a set that knows texts again by 8 bytes each, so that a listing of any size can tell which rows it has
** handed out already. Of a million texts any two are confused with a chance of 1 in 37 million. An open-addressing
** table of at most 4/5 load. It is not the collector's memory: that would let as much garbage pile up beside it. */
#include <limits.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core.h"
#include "fingerprint.h"

#define FINGERPRINTS "aliota.fingerprints"
#define FIRST_CAPACITY 64

/* Base64 in whole groups: three fingerprints take 32 characters. */
#define GROUP 3
#define GROUP_BYTES 24
#define GROUP_TEXT 32

typedef struct {
  Fingerprint *slots; /* owned; 0 is an empty one */
  size_t capacity;    /* a power of two */
  size_t count;
} Set;

/* ---- the set ---- */

/* Where a fingerprint is looked for first. */
static size_t home_of(const Set *set, Fingerprint id) { return (size_t)id & (set->capacity - 1); }

/* The slot that holds the fingerprint, or else the empty one where it belongs. */
static Fingerprint *find(const Set *set, Fingerprint id) {
  size_t mask = set->capacity - 1, i = home_of(set, id);
  while (set->slots[i] != 0 && set->slots[i] != id) i = (i + 1) & mask;
  return &set->slots[i];
}

static bool contains(const Set *set, Fingerprint id) { return *find(set, id) == id; }

/* True when it was new. There must be room: see reserve. */
static bool insert(Set *set, Fingerprint id) {
  Fingerprint *slot = find(set, id);
  if (*slot == id) return false;
  *slot = id;
  set->count++;
  return true;
}

/* 4/5 is where the 100,000 rows of a window fit into 2^17 slots. What no machine of this kind can hold is SIZE_MAX. */
static size_t capacity_for(size_t count) {
  size_t capacity = FIRST_CAPACITY;
  while (count > capacity / 5 * 4) {
    if (capacity > SIZE_MAX / 2) return SIZE_MAX;
    capacity *= 2;
  }
  return capacity;
}

static void move_slots(Set *set, Fingerprint *slots, size_t capacity) {
  Set larger = {.slots = slots, .capacity = capacity};
  for (size_t i = 0; i < set->capacity; i++)
    if (set->slots[i] != 0) insert(&larger, set->slots[i]);
  free(set->slots);
  *set = larger;
}

/* [-0, +0, v] Make room for so many more, so that inserting them cannot fail. Allocates nothing of Lua's, so that no
** finaliser gets at the set meanwhile. */
static void reserve(lua_State *L, Set *set, size_t more) {
  size_t capacity = capacity_for(more < SIZE_MAX - set->count ? set->count + more : SIZE_MAX);
  if (capacity <= set->capacity) return;
  Fingerprint *slots = calloc(capacity, sizeof *slots);
  if (slots == NULL) luaL_error(L, "not enough memory for %d more fingerprints", (int)more);
  move_slots(set, slots, capacity);
}

/* [-0, +1, m] Push an empty set, which has no room yet. */
static Set *push_set(lua_State *L) {
  Set *set = lua_newuserdata(L, sizeof *set);
  memset(set, 0, sizeof *set);
  luaL_setmetatable(L, FINGERPRINTS);
  return set;
}

/* [-0, +0, v] Insert into an empty set what is in `all` and not in `except`. */
static void insert_difference(lua_State *L, Set *set, const Set *all, const Set *except) {
  size_t count = 0;
  for (size_t i = 0; i < all->capacity; i++) count += all->slots[i] != 0 && !contains(except, all->slots[i]);
  reserve(L, set, count);
  for (size_t i = 0; i < all->capacity; i++)
    if (all->slots[i] != 0 && !contains(except, all->slots[i])) insert(set, all->slots[i]);
}

/* ---- dumps ---- */

/* Write at most 32 characters and a NUL; return how many characters. */
static size_t encode_group(char *text, const Fingerprint *ids, size_t count) {
  unsigned char bytes[GROUP_BYTES];
  for (size_t i = 0; i < 8 * count; i++) bytes[i] = (unsigned char)(ids[i / 8] >> (56 - 8 * (i % 8)));
  return (size_t)EVP_EncodeBlock((unsigned char *)text, bytes, (int)(8 * count));
}

/* Return how many fingerprints these characters are, or 0 if they are not exactly what encode_group would write:
** libcrypto's decoder by itself lets blanks, stray '=' and stray bits pass. */
static size_t decode_group(Fingerprint *ids, const char *text, size_t length) {
  unsigned char bytes[GROUP_BYTES] = {0};
  char again[GROUP_TEXT + 1];
  if (EVP_DecodeBlock(bytes, (const unsigned char *)text, (int)length) < 0) return 0;
  size_t count = length * 3 / 4 / 8;
  memset(ids, 0, count * sizeof *ids);
  for (size_t i = 0; i < 8 * count; i++) ids[i / 8] = ids[i / 8] << 8 | bytes[i];
  return encode_group(again, ids, count) == length && memcmp(again, text, length) == 0 ? count : 0;
}

/* Insert what a dump holds. Return what is wrong with it, or NULL. There must be room. */
static const char *read_dump(Set *set, const char *text, size_t length) {
  Fingerprint ids[GROUP];
  while (length > 0) {
    size_t taken = length < GROUP_TEXT ? length : GROUP_TEXT, count = decode_group(ids, text, taken);
    if (count == 0) return "damaged dump: not the base64 of whole fingerprints";
    for (size_t i = 0; i < count; i++) {
      if (ids[i] == 0) return "damaged dump: no text has the fingerprint 0";
      if (!insert(set, ids[i])) return "damaged dump: a fingerprint is there twice";
    }
    text += taken;
    length -= taken;
  }
  return NULL;
}

/* ---- functions and methods ---- */

/* Another object's finaliser may still have a set that was collected with it. */
static Set *check_set(lua_State *L, int index) {
  Set *set = luaL_checkudata(L, index, FINGERPRINTS);
  luaL_argcheck(L, set->slots != NULL, index, "the set was collected");
  return set;
}

/* fingerprints.new() → an empty set. */
static int fingerprints_new(lua_State *L) {
  reserve(L, push_set(L), 0);
  return 1;
}

/* fingerprints.load(text [, except]) → the set that was dumped, without what is in the set `except`
** | nil, message if the text is damaged. */
static int fingerprints_load(lua_State *L) {
  size_t length;
  luaL_checktype(L, 1, LUA_TSTRING);
  const char *text = lua_tolstring(L, 1, &length);
  lua_settop(L, 2);
  Set *rest = push_set(L), *set = push_set(L);
  const Set *except = lua_isnil(L, 2) ? NULL : check_set(L, 2); /* after what a finaliser may have done to it */
  reserve(L, set, length / GROUP_TEXT * GROUP + GROUP);
  const char *damage = read_dump(set, text, length);
  if (damage != NULL) {
    lua_pushnil(L);
    lua_pushstring(L, damage);
    return 2;
  }
  if (except == NULL) return 1;
  insert_difference(L, rest, set, except);
  lua_pop(L, 1);
  return 1;
}

/* set:add(id) → whether it was new. An id is a string, or a whole number, which is the same as its digits. */
static int set_m_add(lua_State *L) {
  Set *set = check_set(L, 1);
  Fingerprint id = fingerprint_at(L, 2);
  luaL_argcheck(L, id != 0, 2, "a string or a whole number expected");
  reserve(L, set, 1);
  lua_pushboolean(L, insert(set, id));
  return 1;
}

/* [-0, +0, -] The fingerprints of what the rows at 1 have under the key at 2. Return the index of the first that has
** no id, or 0. */
static int read_ids(lua_State *L, Fingerprint *ids, int count) {
  for (int i = 1; i <= count; i++) {
    lua_rawgeti(L, 1, i);
    if (!lua_istable(L, -1)) return i;
    lua_pushvalue(L, 2);
    lua_rawget(L, -2);
    ids[i - 1] = fingerprint_at(L, -1);
    if (ids[i - 1] == 0) return i;
    lua_pop(L, 2);
  }
  return 0;
}

/* fingerprints.of(rows, field) → the fingerprints of the ids row[field] as a string of 8 bytes a row, which is the same
** for the same ids in the same order. Metamethods are not asked.
** | nil, index of the first row without an id. */
static int fingerprints_of(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_checktype(L, 2, LUA_TSTRING);
  lua_settop(L, 2);
  size_t length = lua_rawlen(L, 1);
  luaL_argcheck(L, length < INT_MAX, 1, "too many rows");
  Fingerprint *ids = lua_newuserdata(L, length * sizeof *ids);
  int without = read_ids(L, ids, (int)length);
  if (without != 0) {
    lua_pushnil(L);
    lua_pushinteger(L, without);
    return 2;
  }
  lua_pushlstring(L, (const char *)ids, length * sizeof *ids);
  return 1;
}

/* What fingerprints.of has made. Its bytes may be at any address. */
typedef struct {
  const char *bytes;
  size_t count;
} Ids;

static Ids check_ids(lua_State *L, int index) {
  size_t length;
  luaL_checktype(L, index, LUA_TSTRING);
  const char *bytes = lua_tolstring(L, index, &length);
  luaL_argcheck(L, length % sizeof(Fingerprint) == 0 && length / sizeof(Fingerprint) < INT_MAX, index,
                "what fingerprints.of returned expected");
  return (Ids){.bytes = bytes, .count = length / sizeof(Fingerprint)};
}

static Fingerprint id_at(Ids ids, size_t i) {
  Fingerprint id;
  memcpy(&id, ids.bytes + i * sizeof id, sizeof id);
  return id;
}

/* Look at the homes of all ids before the first is inserted: the slots of a large set are in no cache, and while one is
** decided upon, the next would not be fetched. */
static void prefetch(const Set *set, Ids ids) {
  const volatile Fingerprint *slots = set->slots;
  for (size_t i = 0; i < ids.count; i++) (void)slots[home_of(set, id_at(ids, i))];
}

/* set:add_all(ids) → how many of them it knew, which is those that are in the set or earlier among them. */
static int set_m_add_all(lua_State *L) {
  Set *set = check_set(L, 1);
  Ids ids = check_ids(L, 2);
  size_t known = 0;
  reserve(L, set, ids.count);
  prefetch(set, ids);
  for (size_t i = 0; i < ids.count; i++) known += !insert(set, id_at(ids, i));
  lua_pushinteger(L, (lua_Integer)known);
  return 1;
}

/* [-0, +0, -] Insert what is new and close the gaps that the other rows at 2 leave. Return how many these were. */
static int keep_new(lua_State *L, Set *set, Ids ids) {
  int kept = 0, count = (int)ids.count;
  for (int i = 1; i <= count; i++) {
    if (!insert(set, id_at(ids, (size_t)i - 1)) || ++kept == i) continue;
    lua_rawgeti(L, 2, i);
    lua_rawseti(L, 2, kept);
  }
  for (int i = kept + 1; i <= count; i++) {
    lua_pushnil(L);
    lua_rawseti(L, 2, i);
  }
  return count - kept;
}

/* set:keep_new(rows, ids) → how many rows it took out of the array `rows`, in place: those whose id is in the set or in
** an earlier row. `ids` is what fingerprints.of returned for these rows; all of them are in the set then. */
static int set_m_keep_new(lua_State *L) {
  Set *set = check_set(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  Ids ids = check_ids(L, 3);
  luaL_argcheck(L, ids.count == lua_rawlen(L, 2), 3, "as many ids as rows expected");
  reserve(L, set, ids.count); /* the last that may raise */
  prefetch(set, ids);
  lua_pushinteger(L, keep_new(L, set, ids));
  return 1;
}

/* set:reserve(count): makes room for so many in all, so that it need not grow on the way there. */
static int set_m_reserve(lua_State *L) {
  Set *set = check_set(L, 1);
  lua_Integer count = luaL_checkinteger(L, 2);
  luaL_argcheck(L, count >= 0 && count < INT_MAX, 2, "a count expected");
  if ((size_t)count > set->count) reserve(L, set, (size_t)count - set->count);
  return 0;
}

/* [-0, +1, e] Push a userdata with room for the dump of the set at 1. Finalisers may add to the set meanwhile: the room
** grows faster than they do. */
static char *push_room_for_dump(lua_State *L) {
  for (size_t room = check_set(L, 1)->count;; room = 2 * room + 1) {
    char *text = lua_newuserdata(L, room / GROUP * GROUP_TEXT + GROUP_TEXT + 1);
    if (check_set(L, 1)->count <= room) return text;
    lua_pop(L, 1);
  }
}

/* set:dump() → its fingerprints, 8 bytes each from the highest down, in base64 without line ends. */
static int set_m_dump(lua_State *L) {
  char *text = push_room_for_dump(L), *end = text;
  const Set *set = check_set(L, 1);
  Fingerprint ids[GROUP];
  size_t left = set->count, count = 0;
  for (const Fingerprint *slot = set->slots; left > 0; slot++) {
    if (*slot == 0) continue;
    ids[count++] = *slot;
    if (--left > 0 && count < GROUP) continue;
    end += encode_group(end, ids, count);
    count = 0;
  }
  lua_pushlstring(L, text, (size_t)(end - text));
  return 1;
}

/* #set → how many texts it knows. */
static int set_m__len(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)check_set(L, 1)->count);
  return 1;
}

/* __gc: frees what it owns; twice does nothing. */
static int set_m__gc(lua_State *L) {
  Set *set = luaL_checkudata(L, 1, FINGERPRINTS);
  free(set->slots);
  memset(set, 0, sizeof *set);
  return 0;
}

static const luaL_Reg metamethods[] = {{"__gc", set_m__gc}, {"__len", set_m__len}, {NULL, NULL}};

static const luaL_Reg methods[] = {{"add", set_m_add},           {"add_all", set_m_add_all}, {"dump", set_m_dump},
                                   {"keep_new", set_m_keep_new}, {"reserve", set_m_reserve}, {NULL, NULL}};

static const luaL_Reg functions[] = {
    {"load", fingerprints_load}, {"new", fingerprints_new}, {"of", fingerprints_of}, {NULL, NULL}};

void push_fingerprints(lua_State *L) {
  luaL_newmetatable(L, FINGERPRINTS);
  luaL_setfuncs(L, metamethods, 0);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
  luaL_newlib(L, functions);
}
