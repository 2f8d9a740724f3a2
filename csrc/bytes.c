/* Bytes that arrive piece by piece, up to a limit. */
#include "bytes.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_CAPACITY (16 * 1024)

/* False, and nothing changed, when there is no memory. */
static bool resize(Bytes *bytes, size_t capacity) {
  char *data = realloc(bytes->data, capacity);
  if (data == NULL) return false;
  bytes->data = data;
  bytes->capacity = capacity;
  return true;
}

bool bytes_grow(Bytes *bytes) { return resize(bytes, bytes->capacity ? 2 * bytes->capacity : FIRST_CAPACITY); }

void bytes_reserve(Bytes *bytes, size_t size) {
  if (size > bytes->capacity) resize(bytes, size);
}

bool bytes_terminate(Bytes *bytes) {
  if (bytes->size == bytes->capacity && !bytes_grow(bytes)) return false;
  bytes->data[bytes->size] = '\0';
  return true;
}

bool bytes_append(Bytes *bytes, const char *data, size_t size) {
  bytes->full = size > bytes->limit - bytes->size;
  if (bytes->full) return false;
  while (size > bytes->capacity - bytes->size)
    if (!bytes_grow(bytes)) return false;
  if (size > 0) memcpy(bytes->data + bytes->size, data, size);
  bytes->size += size;
  return true;
}

Bytes bytes_take(Bytes *bytes) {
  Bytes all = *bytes;
  bytes->data = NULL;
  bytes->size = bytes->capacity = 0;
  return all;
}

void bytes_free(Bytes *bytes) { free(bytes_take(bytes).data); }
