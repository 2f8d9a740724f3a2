/* core.fingerprints: sets that know texts again by 8 bytes each, so that a listing of any size can tell which rows it
** has handed out already. Of a million texts any two are confused with a chance of 1 in 37 million. */
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "core.h"
#include "fingerprint_hash.h"
#include "fingerprint_ids.h"
#include "fingerprint_set.h"

#define FINGERPRINTS "aliota.fingerprints"

/* ---- sets in Lua ---- */

/* [-0, +1, m] Push an empty set, which has no room yet. */
static FingerprintSet *push_set(lua_State *L) {
  FingerprintSet *set = lua_newuserdata(L, sizeof *set);
  memset(set, 0, sizeof *set);
  luaL_setmetatable(L, FINGERPRINTS);
  return set;
}

/* [-0, +0, v] The set at index. Another object's finaliser may still have one that was collected with it. */
static FingerprintSet *check_set(lua_State *L, int index) {
  FingerprintSet *set = luaL_checkudata(L, index, FINGERPRINTS);
  luaL_argcheck(L, set->slots != NULL, index, "the set was collected");
  return set;
}

/* [-0, +0, v] Make room for so many more. Allocates nothing of Lua's, so that no finaliser gets at the set meanwhile.
 */
static void reserve(lua_State *L, FingerprintSet *set, size_t more) {
  if (!set_reserve(set, more)) luaL_error(L, "not enough memory for %d more fingerprints", (int)more);
}

/* ---- functions and methods ---- */

/* fingerprints.new() → an empty set. */
static int fingerprints_new(lua_State *L) {
  FingerprintSet *set = push_set(L);
  reserve(L, set, 0);
  return 1;
}

/* fingerprints.load(text [, except]) → the set that was dumped, without what is in the set `except`
** | nil, message if the text is damaged. */
static int fingerprints_load(lua_State *L) {
  size_t length;
  luaL_checktype(L, 1, LUA_TSTRING);
  const char *text = lua_tolstring(L, 1, &length);
  lua_settop(L, 2);
  FingerprintSet *rest = push_set(L), *set = push_set(L);
  const FingerprintSet *except = lua_isnil(L, 2) ? NULL : check_set(L, 2); /* after a finaliser may have got at it */
  reserve(L, set, set_dump_count(length));
  const char *damage = set_load(set, text, length);
  if (damage != NULL) {
    lua_pushnil(L);
    lua_pushstring(L, damage);
    return 2;
  }
  if (except == NULL) return 1;
  if (!set_insert_difference(rest, set, except)) return luaL_error(L, "not enough memory for what is left of a dump");
  lua_pop(L, 1);
  return 1;
}

/* set:add(id) → whether it was new. An id is a string, or a whole number, which is the same as its digits. */
static int set_m_add(lua_State *L) {
  FingerprintSet *set = check_set(L, 1);
  Fingerprint id = fingerprint_at(L, 2);
  luaL_argcheck(L, id != 0, 2, "a string or a whole number expected");
  reserve(L, set, 1);
  lua_pushboolean(L, set_insert(set, id));
  return 1;
}

/* [-0, +(0|1|2), -] Note the fingerprints of what the rows at 1 have under the key at 2. Return the index of the first
** that has no id, or 0. */
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
  uint64_t length = lua_rawlen(L, 1);
  /* A table with holes claims any length. */
  luaL_argcheck(L, length < INT_MAX / sizeof(Fingerprint), 1, "too many rows");
  Fingerprint *ids = lua_newuserdata(L, (size_t)length * sizeof *ids);
  int without = read_ids(L, ids, (int)length);
  if (without != 0) {
    lua_pushnil(L);
    lua_pushinteger(L, without);
    return 2;
  }
  lua_pushlstring(L, (const char *)ids, length * sizeof *ids);
  return 1;
}

/* Look at the homes of all ids before the first is inserted: the slots of a large set are in no cache, and while one is
** decided upon, the next would not be fetched. */
static void prefetch(const FingerprintSet *set, Ids ids) {
  const volatile Fingerprint *slots = set->slots;
  for (size_t i = 0; i < ids.count; i++) (void)slots[set_home_of(set, id_at(ids, i))];
}

/* set:add_all(ids) → how many of them it knew, which is those that are in the set or earlier among them. */
static int set_m_add_all(lua_State *L) {
  FingerprintSet *set = check_set(L, 1);
  Ids ids = check_ids(L, 2);
  size_t known = 0;
  reserve(L, set, ids.count);
  prefetch(set, ids);
  for (size_t i = 0; i < ids.count; i++) known += !set_insert(set, id_at(ids, i));
  lua_pushinteger(L, (lua_Integer)known);
  return 1;
}

static bool is_among(const Fingerprint *ids, size_t count, Fingerprint id) {
  for (size_t i = 0; i < count; i++)
    if (ids[i] == id) return true;
  return false;
}

/* Note the ids that are neither in the set nor earlier among these, in `found`. Return how many. There must be room in
** the set. That one has not been there earlier, a bit of each in a small map mostly tells. */
static size_t find_new(const FingerprintSet *set, Ids ids, Fingerprint *found) {
  uint64_t map[16] = {0};
  size_t count = 0;
  for (size_t i = 0; i < ids.count; i++) {
    Fingerprint id = id_at(ids, i);
    uint64_t *word = &map[id >> 60], bit = UINT64_C(1) << (id >> 54 & 63);
    if (*set_find(set, id) == id || ((*word & bit) && is_among(found, count, id))) continue;
    *word |= bit;
    found[count++] = id;
  }
  return count;
}

/* [-0, +1, e] Push those of the ids at 3 that are new to the set at 1, which has room for them then. Return how many.
** Pushing them may run finalisers, which may add to the set. */
static size_t push_new_ids(lua_State *L, Ids ids, Fingerprint *found) {
  for (;;) {
    reserve(L, check_set(L, 1), ids.count);
    prefetch(check_set(L, 1), ids);
    size_t count = find_new(check_set(L, 1), ids, found);
    if (count == ids.count) return lua_pushvalue(L, 3), count;
    lua_pushlstring(L, (const char *)found, count * sizeof *found);
    reserve(L, check_set(L, 1), ids.count);
    if (find_new(check_set(L, 1), ids, found) == count) return count;
    lua_pop(L, 1);
  }
}

/* [-0, +0, -] Insert what is new and close the gaps that the other rows at 2 leave. */
static void keep_new(lua_State *L, FingerprintSet *set, Ids ids) {
  int kept = 0, count = (int)ids.count;
  for (int i = 1; i <= count; i++) {
    if (!set_insert(set, id_at(ids, (size_t)i - 1)) || ++kept == i) continue;
    lua_rawgeti(L, 2, i);
    lua_rawseti(L, 2, kept);
  }
  for (int i = kept + 1; i <= count; i++) {
    lua_pushnil(L);
    lua_rawseti(L, 2, i);
  }
}

/* set:keep_new(rows, ids) → how many rows it took out of the array `rows`, in place: those whose id is in the set or in
** an earlier row; and the ids of those that are left. `ids` is what fingerprints.of returned for these rows; all of
** them are in the set then. What may raise comes before anything is changed. */
static int set_m_keep_new(lua_State *L) {
  Ids ids = check_ids(L, 3);
  lua_settop(L, 3);
  Fingerprint *found = lua_newuserdata(L, ids.count * sizeof *found);
  size_t kept = push_new_ids(L, ids, found);
  luaL_checktype(L, 2, LUA_TTABLE); /* after finalisers may have got at the rows */
  luaL_argcheck(L, ids.count == lua_rawlen(L, 2), 3, "as many ids as rows expected");
  keep_new(L, check_set(L, 1), ids);
  lua_pushinteger(L, (lua_Integer)(ids.count - kept));
  lua_insert(L, -2);
  return 2;
}

/* set:reserve(count): makes room for so many in all, so that it need not grow on the way there. */
static int set_m_reserve(lua_State *L) {
  FingerprintSet *set = check_set(L, 1);
  lua_Integer count = luaL_checkinteger(L, 2);
  luaL_argcheck(L, count >= 0 && count < INT_MAX, 2, "a count expected");
  if ((size_t)count > set->count) reserve(L, set, (size_t)count - set->count);
  return 0;
}

/* [-0, +1, e] Push a userdata with room for the dump of the set at 1. Finalisers may add to the set meanwhile: the room
** grows faster than they do. */
static char *push_room_for_dump(lua_State *L) {
  for (size_t room = check_set(L, 1)->count;; room = 2 * room + 1) {
    char *text = lua_newuserdata(L, set_dump_size(room));
    if (check_set(L, 1)->count <= room) return text;
    lua_pop(L, 1);
  }
}

/* set:dump() → its fingerprints, 8 bytes each from the highest down, in base64 without line ends. */
static int set_m_dump(lua_State *L) {
  char *text = push_room_for_dump(L);
  const char *end = set_dump(check_set(L, 1), text);
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
  set_free(luaL_checkudata(L, 1, FINGERPRINTS));
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
