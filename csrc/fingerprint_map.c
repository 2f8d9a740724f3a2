/* Fingerprints with marks. */
#include "fingerprint_map.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static bool has_room(const FingerprintMap *map, size_t more) {
  size_t most = map->set.capacity / 5 * 4; /* as in a set */
  return map->marks != NULL && map->set.count <= most && more <= most - map->set.count;
}

/* [an empty map with room] := what has a mark in the other. */
static void copy_marked(FingerprintMap *map, const FingerprintMap *other) {
  for (size_t i = 0; i < other->set.capacity; i++)
    if (other->marks[i] != 0) map_put(map, other->set.slots[i], other->marks[i]);
}

bool map_reserve(FingerprintMap *map, size_t more) {
  FingerprintMap larger = {0};
  if (has_room(map, more)) return true;
  size_t marked = map->set.count - map->counts[0];
  if (more > SIZE_MAX - marked || !set_reserve(&larger.set, marked + more)) return false;
  larger.marks = calloc(larger.set.capacity, sizeof *larger.marks);
  if (larger.marks == NULL) {
    set_free(&larger.set);
    return false;
  }
  copy_marked(&larger, map);
  map_free(map);
  *map = larger;
  return true;
}

Mark map_put(FingerprintMap *map, Fingerprint id, Mark mark) {
  Fingerprint *slot = set_find(&map->set, id);
  Mark *place = &map->marks[slot - map->set.slots], before = *place;
  if (*slot == id)
    map->counts[before]--;
  else
    map->set.count++;
  *slot = id;
  *place = mark;
  map->counts[mark]++;
  return before;
}

void map_turn(FingerprintMap *map, Mark from, Mark to) {
  if (from == to) return;
  for (size_t i = 0; i < map->set.capacity; i++)
    if (map->set.slots[i] != 0 && map->marks[i] == from) map->marks[i] = to;
  map->counts[to] += map->counts[from];
  map->counts[from] = 0;
}

bool map_select(const FingerprintMap *map, Mark mark, FingerprintSet *set) {
  if (!set_reserve(set, map->counts[mark])) return false;
  for (size_t i = 0; i < map->set.capacity; i++)
    if (map->set.slots[i] != 0 && map->marks[i] == mark) set_insert(set, map->set.slots[i]);
  return true;
}

void map_free(FingerprintMap *map) {
  set_free(&map->set);
  free(map->marks);
  memset(map, 0, sizeof *map);
}
