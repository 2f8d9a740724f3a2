/* Unpacks a gzip file while it arrives. */
#include "gzip.h"

#define GZIP_ONLY (16 + MAX_WBITS) /* for inflateInit2: this format with any window, and no other */

bool gzip_open(Gzip *gzip) {
  gzip->is_open = inflateInit2(&gzip->stream, GZIP_ONLY) == Z_OK;
  gzip->lacks_memory = !gzip->is_open;
  return gzip->is_open;
}

void gzip_close(Gzip *gzip) {
  if (gzip->is_open) inflateEnd(&gzip->stream);
  gzip->is_open = false;
}

/* Unpack into the room that `out` has, of which a byte beyond the limit is part: only there does it show that more
** would come. */
static int unpack_some(z_stream *stream, Bytes *out) {
  size_t room = out->capacity - out->size, allowed = out->limit - out->size + 1;
  uInt most = (uInt)(room < allowed ? room : allowed);
  stream->next_out = (Bytef *)out->data + out->size;
  stream->avail_out = most;
  int status = inflate(stream, Z_NO_FLUSH);
  out->size += most - stream->avail_out;
  out->full = out->size > out->limit;
  return status;
}

bool gzip_unpack(Gzip *gzip, const char *data, size_t size, Bytes *out) {
  z_stream *stream = &gzip->stream;
  stream->next_in = (const Bytef *)data;
  stream->avail_in = (uInt)size;
  if (gzip->is_whole) return size == 0;
  for (;;) {
    gzip->lacks_memory = out->size == out->capacity && !bytes_grow(out);
    if (gzip->lacks_memory) return false;
    int status = unpack_some(stream, out);
    gzip->lacks_memory = status == Z_MEM_ERROR;
    gzip->is_whole = status == Z_STREAM_END;
    if (out->full) return false;
    if (gzip->is_whole) return stream->avail_in == 0;
    if (status == Z_BUF_ERROR || (status == Z_OK && stream->avail_out > 0)) return true; /* it wants more to read */
    if (status != Z_OK) return false;
  }
}
