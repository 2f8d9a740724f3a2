/* Fingerprints of many texts as one Lua string, which is what fingerprints.of makes of rows: 8 bytes each, at any
** address. */
#ifndef ALIOTA_FINGERPRINT_IDS_H
#define ALIOTA_FINGERPRINT_IDS_H

#include <limits.h>
#include <string.h>

#include "fingerprint_hash.h"

typedef struct {
  const char *bytes; /* the string's */
  size_t count;
} Ids;

/* [-0, +0, v] The ids at index. */
static inline Ids check_ids(lua_State *L, int index) {
  size_t length;
  luaL_checktype(L, index, LUA_TSTRING);
  const char *bytes = lua_tolstring(L, index, &length);
  luaL_argcheck(L, length % sizeof(Fingerprint) == 0 && length / sizeof(Fingerprint) < INT_MAX, index,
                "what fingerprints.of returned expected");
  return (Ids){.bytes = bytes, .count = length / sizeof(Fingerprint)};
}

static inline Fingerprint id_at(Ids ids, size_t i) {
  Fingerprint id;
  memcpy(&id, ids.bytes + i * sizeof id, sizeof id);
  return id;
}

#endif
