/* What comes back: recorded while it arrives, made into Lua values when it is asked for. */
#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "transfer.h"

#define RESPONSE "aliota.response"
#define MAX_HEAD_SIZE (256 * 1024)
#define MAX_HEAD_LINES 1000
#define CURLE_TOO_LARGE_SINCE_8_6 100

/* ---- libcurl's callbacks: they only record ---- */

/* Every answer begins with a status line; only the last one's headers count (a proxy's or a 100's come before). */
static size_t record_header(char *data, size_t size, size_t count, void *private) {
  Transfer *transfer = private;
  bool is_status = size * count > 5 && memcmp(data, "HTTP/", 5) == 0 && ascii_is_digit(data[5]);
  if (is_status && transfer->body.size == 0) transfer->head.size = 0;
  transfer->head.full = ++transfer->head_lines > MAX_HEAD_LINES;
  return !transfer->head.full && bytes_append(&transfer->head, data, size * count) ? size * count : 0;
}

/* At the body's first bytes: how it is packed. Nothing but gzip was asked for. */
static bool begin_body(Transfer *transfer) {
  struct curl_header *packed;
  transfer->has_body = true;
  if (curl_easy_header(transfer->easy, "Content-Encoding", 0, CURLH_HEADER, -1, &packed) != CURLHE_OK) return true;
  if (curl_strequal(packed->value, "identity")) return true;
  bool is_gzip = curl_strequal(packed->value, "gzip") || curl_strequal(packed->value, "x-gzip");
  return is_gzip && packed->amount == 1 && gzip_open(&transfer->gzip);
}

static size_t record_body(char *data, size_t size, size_t count, void *private) {
  Transfer *transfer = private;
  size *= count;
  if (!transfer->has_body && !begin_body(transfer)) {
    transfer->is_unreadable = true;
    return 0;
  }
  if (!transfer->gzip.is_open) return bytes_append(&transfer->body, data, size) ? size : 0;
  if (gzip_unpack(&transfer->gzip, data, size, &transfer->body)) return size;
  transfer->is_unreadable = !transfer->body.full;
  return 0;
}

CURLcode transfer_receive(CURL *easy, Transfer *transfer) {
  CURLcode code = CURLE_OK;
  transfer->head.limit = MAX_HEAD_SIZE;
  SET(CURLOPT_ACCEPT_ENCODING, "gzip");
  SET(CURLOPT_HTTP_CONTENT_DECODING, 0L);
  SET(CURLOPT_WRITEFUNCTION, record_body);
  SET(CURLOPT_WRITEDATA, transfer);
  SET(CURLOPT_HEADERFUNCTION, record_header);
  SET(CURLOPT_HEADERDATA, transfer);
  return code;
}

/* Libcurl takes no line above 100 KB, and before 8.6 calls that a lack of memory. */
static bool is_line_too_long(const Transfer *transfer, CURLcode code) {
  return transfer->sent > 0 && (code == CURLE_OUT_OF_MEMORY || (int)code == CURLE_TOO_LARGE_SINCE_8_6);
}

CURLcode transfer_end_response(Transfer *transfer, CURLcode code) {
  bool breaks_off = code == CURLE_OK && transfer->gzip.is_open && !transfer->gzip.is_whole;
  gzip_close(&transfer->gzip);
  if (is_line_too_long(transfer, code)) transfer->head.full = true;
  if (!breaks_off && !transfer->is_unreadable) return code;
  transfer->message[0] = '\0'; /* libcurl knows nothing of it */
  return breaks_off ? CURLE_PARTIAL_FILE : CURLE_BAD_CONTENT_ENCODING;
}

/* ---- the response in Lua ---- */

typedef struct {
  const char *name, *value; /* in the head */
  size_t name_length, value_length;
} Header;

struct Response {
  Bytes head, body; /* owned */
  size_t room;
  Header headers[]; /* room for one a line */
};

Response *push_response(lua_State *L, const Transfer *transfer) {
  size_t room = (size_t)transfer->head_lines;
  Response *response = lua_newuserdata(L, sizeof *response + room * sizeof(Header));
  memset(response, 0, sizeof *response);
  response->room = room;
  luaL_setmetatable(L, RESPONSE);
  return response;
}

void response_take(Response *response, Transfer *transfer) {
  response->head = bytes_take(&transfer->head);
  response->body = bytes_take(&transfer->body);
}

void response_free(Response *response) {
  bytes_free(&response->head);
  bytes_free(&response->body);
}

/* By name; those of one name as they came. */
static int compare_headers(const void *left, const void *right) {
  const Header *a = left, *b = right;
  if (a->name_length != b->name_length) return a->name_length < b->name_length ? -1 : 1;
  int order = memcmp(a->name, b->name, a->name_length);
  return order != 0 ? order : (a->name > b->name) - (a->name < b->name);
}

/* Note one line of the head, and put its name into lower case there. False for a line that is no header. */
static bool read_header(Header *header, char *line, char *end) {
  char *colon = memchr(line, ':', (size_t)(end - line)), *value;
  if (colon == NULL) return false;
  for (char *c = line; c < colon; c++) *c = ascii_lower(*c);
  for (value = colon + 1; value < end && (*value == ' ' || *value == '\t'); value++) continue;
  while (end > value && (end[-1] == '\r' || end[-1] == ' ' || end[-1] == '\t')) end--;
  *header = (Header){line, value, (size_t)(colon - line), (size_t)(end - value)};
  return true;
}

/* Note all headers, those of one name next to each other. Return how many. */
static size_t read_headers(Response *response) {
  char *line = response->head.data, *end = line + response->head.size;
  size_t count = 0;
  while (line < end && count < response->room) {
    char *stop = memchr(line, '\n', (size_t)(end - line));
    if (stop == NULL) stop = end;
    count += read_header(&response->headers[count], line, stop);
    line = stop + 1;
  }
  qsort(response->headers, count, sizeof(Header), compare_headers);
  return count;
}

/* [-0, +1, m] Push the values of the headers that have the first one's name, with ", " between them. Return the first
** that has another. */
static const Header *push_values(lua_State *L, const Header *first, const Header *end) {
  const Header *header = first;
  luaL_Buffer values;
  luaL_buffinit(L, &values);
  do {
    if (header > first) luaL_addlstring(&values, ", ", 2);
    luaL_addlstring(&values, header->value, header->value_length);
    header++;
  } while (header < end && header->name_length == first->name_length &&
           memcmp(header->name, first->name, first->name_length) == 0);
  luaL_pushresult(&values);
  return header;
}

void response_push_content(lua_State *L, Response *response) {
  size_t count = read_headers(response);
  const Header *header = response->headers, *end = header + count;
  lua_createtable(L, 0, (int)count);
  while (header < end) {
    lua_pushlstring(L, header->name, header->name_length);
    header = push_values(L, header, end);
    lua_rawset(L, -3);
  }
  lua_pushlstring(L, response->body.data ? response->body.data : "", response->body.size);
}

static int response__gc(lua_State *L) {
  response_free(luaL_checkudata(L, 1, RESPONSE));
  return 0;
}

void register_response(lua_State *L) {
  luaL_newmetatable(L, RESPONSE);
  lua_pushcfunction(L, response__gc);
  lua_setfield(L, -2, "__gc");
  lua_pop(L, 1);
}
