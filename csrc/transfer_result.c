/* What came of a transfer: an answer or a failure, made into Lua values. */
#include "transfer_result.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "body.h"

#define RESPONSE "aliota.response"

typedef struct {
  const char *name, *value; /* in the head */
  size_t name_length, value_length;
} Header;

/* What came back, taken out of a transfer. */
typedef struct {
  Bytes head, body; /* owned */
  size_t room;
  Header headers[]; /* room for one a line */
} Response;

/* ---- the response ---- */

/* [-0, +1, m] Push an empty Response with room for what the transfer has. */
static Response *push_response(lua_State *L, const Transfer *transfer) {
  size_t room = (size_t)transfer->head_lines;
  Response *response = lua_newuserdata(L, sizeof *response + room * sizeof(Header));
  memset(response, 0, sizeof *response);
  response->room = room;
  luaL_setmetatable(L, RESPONSE);
  return response;
}

/* Hand the bytes over. */
static void take_bytes(Response *response, Transfer *transfer) {
  response->head = bytes_take(&transfer->head);
  response->body = bytes_take(&transfer->body);
}

/* Again does nothing. */
static void free_response(Response *response) {
  bytes_free(&response->head);
  bytes_free(&response->body);
}

/* ---- its headers ---- */

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

/* ---- answers and failures ---- */

/* [-0, +1, m] Push the headers, by name in lower case. */
static void push_headers(lua_State *L, Response *response) {
  size_t count = read_headers(response);
  const Header *header = response->headers, *end = header + count;
  lua_createtable(L, 0, (int)count);
  while (header < end) {
    lua_pushlstring(L, header->name, header->name_length);
    header = push_values(L, header, end);
    lua_rawset(L, -3);
  }
}

/* [-0, +1, m] Push the body as it is, which the Http of the transfer at 1 is kept for. */
static void push_bytes(lua_State *L, const Transfer *transfer, Response *response) {
  Body *body = push_body(L);
  lua_getuservalue(L, 1);
  lua_setuservalue(L, -2);
  if (!bytes_terminate(&response->body)) luaL_error(L, "not enough memory");
  body->bytes = bytes_take(&response->body);
  body->multi = transfer->multi;
}

/* As it is written after "HTTP/", which is seldom anything else than 1.1: NULL for that, as a page's answer has no room
** for one more member. */
static const char *http_version(const Transfer *transfer) {
  switch (transfer->http_version) {
    case CURL_HTTP_VERSION_1_0: return "1.0";
    case CURL_HTTP_VERSION_2_0: return "2";
    default: return NULL;
  }
}

/* [-0, +1, m] */
static void push_answer(lua_State *L, const Transfer *transfer, Response *response, bool as_body) {
  lua_createtable(L, 0, 5);
  lua_pushinteger(L, transfer->status);
  lua_setfield(L, -2, "status");
  if (http_version(transfer) != NULL) {
    lua_pushstring(L, http_version(transfer));
    lua_setfield(L, -2, "http");
  }
  lua_pushnumber(L, transfer->seconds);
  lua_setfield(L, -2, "seconds");
  lua_pushnumber(L, transfer->waited);
  lua_setfield(L, -2, "waited");
  push_headers(L, response);
  lua_setfield(L, -2, "headers");
  if (as_body)
    push_bytes(L, transfer, response);
  else
    lua_pushlstring(L, response->body.data ? response->body.data : "", response->body.size);
  lua_setfield(L, -2, "body");
}

/* Whether more came than is taken. */
static bool is_too_large(const Transfer *transfer) {
  return transfer->body.full || transfer->head.full || transfer->code == CURLE_FILESIZE_EXCEEDED;
}

/* Whether a proxy, be it of HTTP or SOCKS, wants another name or password. */
static bool is_login_refused(const Transfer *transfer) {
  return transfer->proxy_status == 407 || transfer->proxy_error == CURLPX_USER_REJECTED ||
         transfer->proxy_error == CURLPX_NO_AUTH;
}

/* Whether the connection broke. What the system said last may be of an address that was tried before this one, but
** these two it says of connections alone. */
static bool is_reset(const Transfer *transfer) {
  return transfer->os_errno == ECONNRESET || transfer->os_errno == EPIPE;
}

/* Whether the other side of TLS has said that it goes on no longer. Since TLS 1.3 that may come after the handshake, as
** whatever becomes of the client's certificate does. Libcurl tells it by OpenSSL's words alone. */
static bool is_alert(const Transfer *transfer) { return strstr(transfer->message, " alert ") != NULL; }

/* Whether descriptors or memory were lacking, as far as OpenSSL says. */
static bool is_lacking(const Transfer *transfer) {
  static const int lacks[] = {EMFILE, ENFILE, ENOMEM};
  for (size_t i = 0; i < sizeof lacks / sizeof *lacks; i++)
    if (strstr(transfer->message, strerror(lacks[i])) != NULL) return true;
  return strstr(transfer->message, "malloc failure") != NULL;
}

/* What went wrong, in the words of whoever has to choose what to do next. */
static const char *failure_category(const Transfer *transfer) {
  if (transfer->cancelled) return "cancelled";
  if (is_too_large(transfer)) return "too large";
  if (is_login_refused(transfer)) return "proxy login";
  if (is_lacking(transfer)) return "network";
  switch (transfer->code) {
    case CURLE_OPERATION_TIMEDOUT: return "timeout";
    case CURLE_SSL_CONNECT_ERROR: return is_reset(transfer) ? "network" : "tls";
    case CURLE_SSL_CERTPROBLEM: return "certificate";
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR: return is_alert(transfer) ? "tls" : "network";
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_ENGINE_INITFAILED: return "tls";
    default: return "network";
  }
}

/* As libcurl says it, where it knows. */
static const char *failure_message(const Transfer *transfer) {
  if (transfer->cancelled) return "cancelled";
  if (is_too_large(transfer)) return "the answer is larger than its limit";
  return transfer->message[0] ? transfer->message : curl_easy_strerror(transfer->code);
}

/* [-0, +1, m] */
static void push_failure(lua_State *L, const Transfer *transfer) {
  lua_createtable(L, 0, 7);
  lua_pushstring(L, failure_category(transfer));
  lua_setfield(L, -2, "category");
  lua_pushstring(L, failure_message(transfer));
  lua_setfield(L, -2, "message");
  lua_pushnumber(L, transfer->seconds);
  lua_setfield(L, -2, "seconds");
  lua_pushboolean(L, transfer->sent > 0);
  lua_setfield(L, -2, "sent");
  lua_pushboolean(L, transfer->local_port > 0);
  lua_setfield(L, -2, "connected");
  lua_pushboolean(L, transfer->proxy_verdict != 0);
  lua_setfield(L, -2, "proxy_distrusted");
  if (transfer->proxy_status > 0) {
    lua_pushinteger(L, transfer->proxy_status);
    lua_setfield(L, -2, "proxy_status");
  }
}

/* ---- the result ---- */

int push_result(lua_State *L, Transfer *transfer, bool as_body) {
  /* Every allocation may run finalisers, and these may do anything with the transfer: so its bytes leave it first. */
  Response *response = push_response(L, transfer);
  luaL_argcheck(L, transfer->state == TRANSFER_DONE, 1, "the result was already taken");
  take_bytes(response, transfer);
  transfer->state = TRANSFER_TAKEN;
  transfer_move(transfer, NULL);
  bool has_failed = transfer->cancelled || transfer->code != CURLE_OK;
  if (has_failed) {
    lua_pushnil(L);
    push_failure(L, transfer);
  } else {
    push_answer(L, transfer, response, as_body);
  }
  free_response(response);
  return has_failed ? 2 : 1;
}

/* __gc: frees what it owns; twice does nothing. */
static int response__gc(lua_State *L) {
  free_response(luaL_checkudata(L, 1, RESPONSE));
  return 0;
}

void register_result(lua_State *L) {
  register_body(L);
  luaL_newmetatable(L, RESPONSE);
  lua_pushcfunction(L, response__gc);
  lua_setfield(L, -2, "__gc");
  lua_pop(L, 1);
}
