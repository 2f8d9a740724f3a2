/* Room for bodies to come. Memory that is freed at the end of the heap goes back to the system, which hands the next of
** it out page by page, each with a fault: where many answers come in turns, that took as long as decoding them. So a
** few buffers that have done their work are kept. */
#ifndef ALIOTA_SPARES_H
#define ALIOTA_SPARES_H

#include "bytes.h"
#include "visibility.h"

#define MAX_SPARES 16

typedef struct {
  Bytes kept[MAX_SPARES]; /* owned, empty */
  int count;
} Spares;

INTERNAL_BEGIN

/* Give bytes that have no room yet what was kept last, if there is any. */
void spares_equip(Spares *spares, Bytes *bytes);

/* Take the room of bytes that are done with, or free it. */
void spares_keep(Spares *spares, Bytes *bytes);

/* Free what is kept. Again does nothing. */
void spares_free(Spares *spares);

INTERNAL_END

#endif
