/* What comes back, recorded while it arrives: libcurl's callbacks do no more than that. */
#include "transfer_response.h"

#include <stdio.h>
#include <string.h>

#include "ascii.h"
#include "certificate.h"
#include "setopt.h"

#define MAX_HEAD_SIZE (256 * 1024)
#define MAX_HEAD_LINES 1000
#define MAX_EXPECTED_SIZE (1024 * 1024)
#define CURLE_TOO_LARGE_SINCE_8_6 100

/* Every answer begins with a status line; only the last one's headers count (a proxy's or a 100's come before). */
static size_t record_header(char *data, size_t size, size_t count, void *private) {
  Transfer *transfer = private;
  bool is_status = size * count > 5 && memcmp(data, "HTTP/", 5) == 0 && ascii_is_digit(data[5]);
  if (is_status && transfer->body.size == 0) transfer->head.size = 0;
  transfer->head.full = ++transfer->head_lines > MAX_HEAD_LINES;
  if (!transfer->head.full && bytes_append(&transfer->head, data, size * count)) return size * count;
  transfer->lacks_memory = !transfer->head.full;
  return 0;
}

/* Room for a body that comes as it is, and for the NUL byte behind it. What was announced may be a lie. */
static bool expect_plain_body(Transfer *transfer) {
  curl_off_t length = 0;
  curl_easy_getinfo(transfer->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
  if (length > 0 && length <= MAX_EXPECTED_SIZE) bytes_reserve(&transfer->body, (size_t)length + 1);
  return true;
}

/* At the body's first bytes: how it is packed. Nothing but gzip was asked for. False when it can't be read. */
static bool begin_body(Transfer *transfer) {
  struct curl_header *packed;
  transfer->has_body = true;
  spares_equip(&transfer->multi->spares, &transfer->body);
  if (curl_easy_header(transfer->easy, "Content-Encoding", 0, CURLH_HEADER, -1, &packed) != CURLHE_OK)
    return expect_plain_body(transfer);
  if (curl_strequal(packed->value, "identity")) return expect_plain_body(transfer);
  bool is_gzip = curl_strequal(packed->value, "gzip") || curl_strequal(packed->value, "x-gzip");
  transfer->is_unreadable = !is_gzip || packed->amount > 1;
  transfer->lacks_memory = !transfer->is_unreadable && !gzip_open(&transfer->gzip);
  return transfer->gzip.is_open;
}

/* The body as it is sent, or unpacked. */
static size_t record_body(char *data, size_t size, size_t count, void *private) {
  Transfer *transfer = private;
  size *= count;
  if (!transfer->has_body && !begin_body(transfer)) return 0;
  bool is_packed = transfer->gzip.is_open;
  bool is_taken =
      is_packed ? gzip_unpack(&transfer->gzip, data, size, &transfer->body) : bytes_append(&transfer->body, data, size);
  if (is_taken) return size;
  transfer->lacks_memory = !transfer->body.full && (!is_packed || transfer->gzip.lacks_memory);
  transfer->is_unreadable = !transfer->body.full && !transfer->lacks_memory;
  return 0;
}

CURLcode transfer_receive(CURL *easy, Transfer *transfer, size_t max_size) {
  CURLcode code = CURLE_OK;
  transfer->head.limit = MAX_HEAD_SIZE;
  transfer->body.limit = max_size;
  SET(CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)max_size);
  SET(CURLOPT_ACCEPT_ENCODING, "gzip");
  SET(CURLOPT_HTTP_CONTENT_DECODING, 0L);
  SET(CURLOPT_WRITEFUNCTION, record_body);
  SET(CURLOPT_WRITEDATA, transfer);
  SET(CURLOPT_HEADERFUNCTION, record_header);
  SET(CURLOPT_HEADERDATA, transfer);
  return code;
}

/* Libcurl takes no line above 100 KB, and before 8.6 calls that a lack of memory, which it may be as well where a head
** is being read. */
static bool is_line_too_long(const Transfer *transfer, CURLcode code) {
  bool may_be = code == CURLE_OUT_OF_MEMORY || (int)code == CURLE_TOO_LARGE_SINCE_8_6;
  return may_be && transfer->is_answered && !transfer->has_body;
}

/* Whether certificates could not be read, be they ours or those of authorities. */
static bool is_unread(CURLcode code) { return code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_CERTPROBLEM; }

/* Libcurl does not always tell why not. */
static void tell_obstacle(Transfer *transfer) {
  int obstacle = certificate_obstacle();
  size_t length = strlen(transfer->message);
  if (obstacle != 0)
    snprintf(transfer->message + length, sizeof transfer->message - length, ": %s", strerror(obstacle));
}

CURLcode transfer_end_response(Transfer *transfer, CURLcode code) {
  bool breaks_off = code == CURLE_OK && transfer->gzip.is_open && !transfer->gzip.is_whole;
  gzip_close(&transfer->gzip);
  if (is_line_too_long(transfer, code)) transfer->head.full = true;
  if (code == CURLE_COULDNT_CONNECT && transfer->socket_errno != 0)
    snprintf(transfer->message, sizeof transfer->message, "no socket: %s", strerror(transfer->socket_errno));
  if (is_unread(code)) tell_obstacle(transfer);
  if (!breaks_off && !transfer->is_unreadable && !transfer->lacks_memory) return code;
  transfer->message[0] = '\0'; /* libcurl knows nothing of it */
  if (transfer->lacks_memory) return CURLE_OUT_OF_MEMORY;
  return breaks_off ? CURLE_PARTIAL_FILE : CURLE_BAD_CONTENT_ENCODING;
}
