/* From a request table to a libcurl handle. */
#include "transfer_request.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "certificate.h"
#include "clock.h"
#include "connection.h"
#include "fields.h"
#include "setopt.h"
#include "transfer_response.h"

#define DEFAULT_TIMEOUT 15.0
#define DEFAULT_CONNECT_TIMEOUT 5.0
#define DEFAULT_MAX_SIZE (32.0 * 1024 * 1024)
#define MAX_HEAD_SIZE (512 * 1024) /* libcurl sends twice that at most */
#define MAX_SECONDS 1e6
#define RECEIVED_AT_ONCE (64L * 1024) /* a page of 100 tasks takes 45 kB: one call of the system instead of six */
#define MAX_MAX_SIZE 1e9
#define SHARED_SESSIONS_SINCE 0x080c00

/* What names are made of (RFC 9110, 5.6.2). */
#define TOKEN "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

typedef struct {
  const char *url, *method, *body, *ca_file, *proxy; /* in the request table's strings */
  size_t body_length;
  double timeout, connect_timeout, max_size;
} Request;

/* ---- libcurl's callbacks ---- */

/* Libcurl calls this when the connection is ready, a tunnel and TLS included, and writes the request right after. It
** does so again when it repeats a request on a new connection because the pooled one turned out to be dead. */
static int record_sending(void *transfer, char *to, char *from, int to_port, int from_port) {
  (void)to;
  (void)from;
  (void)to_port;
  (void)from_port;
  ((Transfer *)transfer)->sent = clock_now();
  return CURL_PREREQFUNC_OK;
}

/* As libcurl would, but no process that the program starts inherits it: a child that stays would hold connections open
** that were closed here. */
static curl_socket_t new_socket(const struct curl_sockaddr *address) {
#ifdef SOCK_CLOEXEC
  curl_socket_t fd = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
#else
  curl_socket_t fd = socket(address->family, address->socktype, address->protocol);
  if (fd >= 0) fcntl(fd, F_SETFD, FD_CLOEXEC);
#endif
  return fd;
}

/* Libcurl does not tell why there is none. For a new connection certificates are read next. */
static curl_socket_t open_socket(void *private, curlsocktype purpose, struct curl_sockaddr *address) {
  Transfer *transfer = private;
  certificate_obstacle(); /* what others have left with OpenSSL is not of these */
  curl_socket_t fd = new_socket(address);
  (void)purpose;
  if (fd >= 0 && !poller_expect(&transfer->multi->poller, fd)) {
    close(fd);
    transfer->socket_errno = ENOMEM;
    return CURL_SOCKET_BAD;
  }
  if (fd < 0 && (errno == EMFILE || errno == ENFILE)) transfer->socket_errno = errno;
  return fd;
}

/* ---- the request table ---- */

/* [-0, +0, e] A number above zero. */
static double positive_field(lua_State *L, int request, const char *name, double otherwise, double most) {
  lua_getfield(L, request, name);
  double value = lua_isnil(L, -1) ? otherwise : lua_type(L, -1) == LUA_TNUMBER ? lua_tonumber(L, -1) : 0;
  if (!(value > 0 && value <= most))
    luaL_error(L, "request.%s must be a number above zero, %d at most", name, (int)most);
  lua_pop(L, 1);
  return value;
}

/* [-0, +0, v] One or more capital letters. */
static void check_method(lua_State *L, const char *method) {
  if (*method == '\0' || method[strspn(method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")] != '\0')
    luaL_error(L, "request.method must be in capital letters");
}

/* [-0, +5, e] Read the table but for its headers, one field after the other, and push what must stay for as long as the
** Request. */
static Request push_request(lua_State *L, int table) {
  Request request = {0};
  request.url = text_field(L, table, "url");
  request.method = text_field(L, table, "method");
  request.ca_file = text_field(L, table, "ca_file");
  request.proxy = text_field(L, table, "proxy");
  request.timeout = positive_field(L, table, "timeout", DEFAULT_TIMEOUT, MAX_SECONDS);
  request.connect_timeout = positive_field(L, table, "connect_timeout", DEFAULT_CONNECT_TIMEOUT, MAX_SECONDS);
  request.max_size = positive_field(L, table, "max_size", DEFAULT_MAX_SIZE, MAX_MAX_SIZE);
  if (request.url == NULL || *request.url == '\0') luaL_error(L, "request.url is missing");
  if (request.method == NULL) request.method = "GET";
  check_method(L, request.method);
  request.body = bytes_field(L, table, "body", &request.body_length);
  return request;
}

/* Whether a header line is a name without blanks, a colon and a value without control characters (RFC 9110, 5). */
static bool is_header(const char *line, size_t length) {
  size_t name = strspn(line, TOKEN);
  if (name == 0 || line[name] != ':') return false;
  for (size_t i = name; i < length; i++)
    if (((unsigned char)line[i] < ' ' && line[i] != '\t') || line[i] == 127) return false;
  return true;
}

/* [-0, +0, v] The transfer owns the copy. */
static void add_header(lua_State *L, Transfer *transfer, const char *line) {
  struct curl_slist *longer = curl_slist_append(transfer->headers, line);
  if (longer == NULL) luaL_error(L, "not enough memory");
  transfer->headers = longer;
}

/* [-0, +0, e] Take the array of "Name: value" lines at `lines`; they may have so many bytes. */
static void add_headers(lua_State *L, Transfer *transfer, int lines, size_t left) {
  int count = (int)lua_rawlen(L, lines);
  for (int i = 1; i <= count; i++) {
    size_t length;
    lua_rawgeti(L, lines, i);
    const char *line = lua_tolstring(L, -1, &length);
    if (line == NULL || !is_header(line, length))
      luaL_error(L, "request.headers[%d] must be \"Name: value\", without line ends and other control characters", i);
    if (length >= left) luaL_error(L, "request.headers and url have more than %d bytes", MAX_HEAD_SIZE);
    left -= length;
    add_header(L, transfer, line);
    lua_pop(L, 1);
  }
}

/* [-0, +0, e] "Expect:" and "Content-Type:" switch off what libcurl would add to a POST: an unsigned header, and a wait
** for permission. */
static void take_headers(lua_State *L, int table, Transfer *transfer, const Request *request) {
  size_t url_length = strlen(request->url);
  add_header(L, transfer, "Expect:");
  if (request->body == NULL) add_header(L, transfer, "Content-Type:");
  if (url_length > MAX_HEAD_SIZE) luaL_error(L, "request.url has more than %d bytes", MAX_HEAD_SIZE);
  lua_getfield(L, table, "headers");
  if (!lua_isnil(L, -1) && !lua_istable(L, -1)) luaL_error(L, "request.headers must be an array of lines");
  if (lua_istable(L, -1)) add_headers(L, transfer, lua_gettop(L), MAX_HEAD_SIZE - url_length);
  lua_pop(L, 1);
}

/* ---- libcurl's options ---- */

/* The method, and the body. */
static CURLcode set_method(CURL *easy, const Request *request) {
  CURLcode code = CURLE_OK;
  bool posts = strcmp(request->method, "POST") == 0;
  if (posts || request->body != NULL) {
    SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_length);
    SET(CURLOPT_COPYPOSTFIELDS, request->body ? request->body : "");
  }
  if (strcmp(request->method, "HEAD") == 0)
    SET(CURLOPT_NOBODY, 1L);
  else if (!posts)
    SET(CURLOPT_CUSTOMREQUEST, request->method);
  return code;
}

/* Libcurl caches its trust store in the multi handle only when there is a file and no folder; without that each new
** TLS connection costs 26 ms to load it. Before 8.12 it kept sessions of TLS for one transfer alone, which has no use
** of them. */
static CURLcode set_trust(CURL *easy, const Request *request) {
  CURLcode code = CURLE_OK;
  const char *file = request->ca_file;
  if (file == NULL) curl_easy_getinfo(easy, CURLINFO_CAINFO, &file); /* what libcurl was built for */
  if (file != NULL) {
    SET(CURLOPT_CAINFO, file);
    SET(CURLOPT_CAPATH, (char *)NULL);
  }
#if LIBCURL_VERSION_NUM < SHARED_SESSIONS_SINCE
  SET(CURLOPT_SSL_SESSIONID_CACHE, 0L);
#endif
  return code;
}

/* What a transfer may take, and where it may go. */
static CURLcode set_limits(CURL *easy, const Request *request) {
  CURLcode code = CURLE_OK;
  SET(CURLOPT_TIMEOUT_MS, (long)(request->timeout * 1000) + 1);
  SET(CURLOPT_CONNECTTIMEOUT_MS, (long)(request->connect_timeout * 1000) + 1);
  SET(CURLOPT_PROTOCOLS_STR, "http,https");
  SET(CURLOPT_FOLLOWLOCATION, 0L);
  SET(CURLOPT_NOSIGNAL, 1L);
  SET(CURLOPT_BUFFERSIZE, RECEIVED_AT_ONCE);
  SET(CURLOPT_QUICK_EXIT, 1L); /* a time-out during a slow name look-up would wait for the look-up otherwise */
  return code;
}

/* All of them. Libcurl copies strings, but not the headers and what it gets pointers to: that is the transfer's. */
static CURLcode set_options(CURL *easy, const Request *request, Transfer *transfer) {
  CURLcode code = set_method(easy, request);
  if (code == CURLE_OK) code = set_trust(easy, request);
  if (code == CURLE_OK) code = set_limits(easy, request);
  if (request->proxy != NULL) {
    SET(CURLOPT_PROXY, request->proxy);
    SET(CURLOPT_NOPROXY, ""); /* else libcurl would take exceptions to it from the environment */
  }
  SET(CURLOPT_URL, request->url);
  SET(CURLOPT_PATH_AS_IS, 1L); /* a path is signed as it stands */
  SET(CURLOPT_HTTPHEADER, transfer->headers);
  SET(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  SET(CURLOPT_ERRORBUFFER, transfer->message);
  SET(CURLOPT_OPENSOCKETFUNCTION, open_socket);
  SET(CURLOPT_OPENSOCKETDATA, transfer);
  SET(CURLOPT_PREREQFUNCTION, record_sending);
  SET(CURLOPT_PREREQDATA, transfer);
  SET(CURLOPT_PRIVATE, transfer);
  return code == CURLE_OK ? transfer_receive(easy, transfer, (size_t)request->max_size) : code;
}

void transfer_configure(lua_State *L, int table, Transfer *transfer) {
  int top = lua_gettop(L);
  Request request = push_request(L, table);
  take_headers(L, table, transfer, &request);
  transfer->easy = curl_easy_init();
  if (transfer->easy == NULL) luaL_error(L, "libcurl has no memory for a request");
  CURLcode code = set_options(transfer->easy, &request, transfer);
  lua_getfield(L, table, "connection");
  if (code == CURLE_OK && lua_istable(L, -1)) code = connection_configure(L, lua_gettop(L), transfer->easy);
  if (code != CURLE_OK) luaL_error(L, "libcurl refused the request: %s", curl_easy_strerror(code));
  lua_settop(L, top); /* the request's strings stayed there until libcurl had its copies */
}
