/* Room for bodies to come: kept last in, first out, as what was used last is still in the processor's caches. */
#include "spares.h"

#define MAX_SPARE_SIZE (128 * 1024) /* a page of 100 tasks takes a third of it */

void spares_equip(Spares *spares, Bytes *bytes) {
  if (bytes->data != NULL || spares->count == 0) return;
  Bytes *spare = &spares->kept[--spares->count];
  bytes->capacity = spare->capacity;
  bytes->data = bytes_take(spare).data;
}

void spares_keep(Spares *spares, Bytes *bytes) {
  bool is_wanted = bytes->data != NULL && bytes->capacity <= MAX_SPARE_SIZE && spares->count < MAX_SPARES;
  if (is_wanted)
    spares->kept[spares->count++] = bytes_take(bytes);
  else
    bytes_free(bytes);
}

void spares_free(Spares *spares) {
  while (spares->count > 0) bytes_free(&spares->kept[--spares->count]);
}
