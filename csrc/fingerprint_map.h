/* Fingerprints, each with a mark: a byte that says what somebody knows of it. Knows no Lua. Nine bytes a slot, and
** like a set no memory of the collector's. */
#ifndef ALIOTA_FINGERPRINT_MAP_H
#define ALIOTA_FINGERPRINT_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "fingerprint_set.h"
#include "visibility.h"

typedef unsigned char Mark; /* 0 for none: as if the fingerprint were not there */

#define MARKS 256

typedef struct {
  FingerprintSet set;   /* owned; those whose mark is 0 are left out when it grows */
  Mark *marks;          /* owned; one a slot of the set */
  size_t counts[MARKS]; /* how many have each mark */
} FingerprintMap;

INTERNAL_BEGIN

/* Make room for so many more, so that marking them cannot fail. False, and nothing changed, when there is no memory. */
bool map_reserve(FingerprintMap *map, size_t more);

/* Mark a fingerprint. Return the mark that it had. There must be room. */
Mark map_put(FingerprintMap *map, Fingerprint id, Mark mark);

/* Whatever has one mark gets another. */
void map_turn(FingerprintMap *map, Mark from, Mark to);

/* Insert those that have a mark into a set. False, and nothing changed, when there is no memory. */
bool map_select(const FingerprintMap *map, Mark mark, FingerprintSet *set);

/* Free what it owns; again does nothing. */
void map_free(FingerprintMap *map);

INTERNAL_END

#endif
