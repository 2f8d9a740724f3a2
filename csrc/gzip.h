/* Unpacks a gzip file while it arrives. Libcurl could, but takes one that breaks off for a whole one. */
#ifndef ALIOTA_GZIP_H
#define ALIOTA_GZIP_H

#define ZLIB_CONST /* it only reads what it is given */
#include <stdbool.h>
#include <zlib.h>

#include "bytes.h"
#include "visibility.h"

typedef struct {
  z_stream stream; /* zlib's memory behind it is owned while the file is open; may not move then */
  bool is_open;
  bool is_whole;     /* it has come to its end */
  bool lacks_memory; /* that is why it could not go on */
} Gzip;

INTERNAL_BEGIN

/* Open a Gzip that is all zeros. False when there is no memory. */
bool gzip_open(Gzip *gzip);

/* Append to `out` what these bytes unpack to. False when they are damaged or go on behind the end of the file, or
** `out` is full, or there is no memory. */
bool gzip_unpack(Gzip *gzip, const char *data, size_t size, Bytes *out);

/* Free what it owns; again does nothing. */
void gzip_close(Gzip *gzip);

INTERNAL_END

#endif
