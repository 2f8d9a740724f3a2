/* A set of fingerprints. Knows no Lua. An open-addressing table of at most 4/5 load. It is not the collector's memory:
** that would let as much garbage pile up beside it. */
#ifndef ALIOTA_FINGERPRINT_SET_H
#define ALIOTA_FINGERPRINT_SET_H

#include <stdbool.h>
#include <stddef.h>

#include "fingerprint_hash.h"
#include "visibility.h"

typedef struct {
  Fingerprint *slots; /* owned; 0 is an empty one */
  size_t capacity;    /* a power of two; 0 in a set that is all zeros, which has no room yet */
  size_t count;
} FingerprintSet;

/* Where a fingerprint is looked for first. */
static inline size_t set_home_of(const FingerprintSet *set, Fingerprint id) { return (size_t)id & (set->capacity - 1); }

/* The slot that holds the fingerprint, or else the empty one where it belongs. There must be room. */
static inline Fingerprint *set_find(const FingerprintSet *set, Fingerprint id) {
  size_t mask = set->capacity - 1, i = set_home_of(set, id);
  while (set->slots[i] != 0 && set->slots[i] != id) i = (i + 1) & mask;
  return &set->slots[i];
}

/* True when it was new. There must be room. */
static inline bool set_insert(FingerprintSet *set, Fingerprint id) {
  Fingerprint *slot = set_find(set, id);
  if (*slot == id) return false;
  *slot = id;
  set->count++;
  return true;
}

INTERNAL_BEGIN

/* Make room for so many more, so that inserting them cannot fail. False, and nothing changed, when there is no
** memory. */
bool set_reserve(FingerprintSet *set, size_t more);

/* Insert what is in `all` and not in `except`. False, and nothing changed, when there is no memory. */
bool set_insert_difference(FingerprintSet *set, const FingerprintSet *all, const FingerprintSet *except);

/* Free what it owns; again does nothing. */
void set_free(FingerprintSet *set);

/* A dump is 8 bytes a fingerprint from the highest down, in base64 without line ends. */

/* The most bytes that set_dump writes for so many fingerprints. */
size_t set_dump_size(size_t count);

/* The most fingerprints that a dump of so many characters holds. */
size_t set_dump_count(size_t length);

/* Write a dump. Return its end. */
char *set_dump(const FingerprintSet *set, char *text);

/* Insert what a dump holds. Return what is wrong with it, or NULL. There must be room. */
const char *set_load(FingerprintSet *set, const char *text, size_t length);

INTERNAL_END

#endif
