/* Bytes that arrive piece by piece, up to a limit. */
#ifndef ALIOTA_BYTES_H
#define ALIOTA_BYTES_H

#include <stdbool.h>
#include <stddef.h>

#include "visibility.h"

typedef struct {
  char *data; /* owned */
  size_t size, capacity, limit;
  bool full; /* more came than the limit */
} Bytes;

INTERNAL_BEGIN

/* Make room for at least one more. False when there is no memory. */
bool bytes_grow(Bytes *bytes);

/* Make room for so many in all, which saves growing step by step. That many may never come: no memory is no failure. */
void bytes_reserve(Bytes *bytes, size_t size);

/* Put a NUL byte behind them, which is none of them. False when there is no memory. */
bool bytes_terminate(Bytes *bytes);

/* False when they would be more than the limit, or there is no memory. */
bool bytes_append(Bytes *bytes, const char *data, size_t size);

/* Hand over what is there: the caller owns it. */
Bytes bytes_take(Bytes *bytes);

void bytes_free(Bytes *bytes);

INTERNAL_END

#endif
