/* What a request asks of its connection beyond what every one is made with. */
#include "connection.h"

#include <string.h>

#include "fields.h"
#include "setopt.h"

typedef struct {
  const char *name;
  CURLoption option;
} Text;

typedef struct {
  const char *word;
  long value;
} Choice;

static const Text texts[] = {{"cert_file", CURLOPT_SSLCERT},
                             {"cert_type", CURLOPT_SSLCERTTYPE},
                             {"key_file", CURLOPT_SSLKEY},
                             {"key_password", CURLOPT_KEYPASSWD},
                             {"proxy_ca_file", CURLOPT_PROXY_CAINFO},
                             {"proxy_cert_file", CURLOPT_PROXY_SSLCERT},
                             {"proxy_cert_type", CURLOPT_PROXY_SSLCERTTYPE},
                             {"proxy_key_file", CURLOPT_PROXY_SSLKEY},
                             {"proxy_key_password", CURLOPT_PROXY_KEYPASSWD}};

static const Choice proxy_auths[] = {{"basic", CURLAUTH_BASIC},   {"digest", CURLAUTH_DIGEST},
                                     {"ntlm", CURLAUTH_NTLM},     {"negotiate", CURLAUTH_NEGOTIATE},
                                     {"any", (long)CURLAUTH_ANY}, {NULL, 0}};
static const Choice tls_versions[] = {{"1.2", CURL_SSLVERSION_TLSv1_2}, {"1.3", CURL_SSLVERSION_TLSv1_3}, {NULL, 0}};
static const Choice http_versions[] = {{"1.1", CURL_HTTP_VERSION_1_1}, {"2", CURL_HTTP_VERSION_2TLS}, {NULL, 0}};

/* [-0, +0, e] Files, their kinds and passwords. Libcurl copies them. */
static CURLcode set_texts(lua_State *L, int table, CURL *easy) {
  CURLcode code = CURLE_OK;
  SET(CURLOPT_KEYPASSWD, "");
  SET(CURLOPT_PROXY_KEYPASSWD, "");
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    const char *text = text_field(L, table, texts[i].name);
    if (text != NULL) SET(texts[i].option, text);
    if (text != NULL && texts[i].option == CURLOPT_PROXY_CAINFO)
      SET(CURLOPT_PROXY_CAPATH, (char *)NULL); /* nobody else is trusted */
    lua_pop(L, 1);
  }
  return code;
}

/* [-0, +0, e] What stands for the word in a member, one of those of an array that ends with NULL; 0 if absent. */
static long choice_field(lua_State *L, int table, const char *name, const Choice *choices) {
  const char *word = text_field(L, table, name);
  long value = 0;
  for (; word != NULL && choices->word != NULL && value == 0; choices++)
    if (strcmp(word, choices->word) == 0) value = choices->value;
  if (word != NULL && value == 0) luaL_error(L, "request.%s is unknown", name);
  lua_pop(L, 1);
  return value;
}

/* [-0, +0, e] Whose connections it may share: none with `unshared`. */
static CURLcode set_sharing(lua_State *L, int table, CURL *easy) {
  CURLcode code = CURLE_OK;
  lua_getfield(L, table, "unshared");
  if (lua_toboolean(L, -1)) {
    SET(CURLOPT_FRESH_CONNECT, 1L);
    SET(CURLOPT_FORBID_REUSE, 1L);
  }
  lua_pop(L, 1);
  return code;
}

/* [-0, +0, e] How a proxy is logged in to, and versions. */
static CURLcode set_choices(lua_State *L, int table, CURL *easy) {
  CURLcode code = CURLE_OK;
  long proxy_auth = choice_field(L, table, "proxy_auth", proxy_auths);
  long tls_min = choice_field(L, table, "tls_min", tls_versions);
  long http = choice_field(L, table, "http", http_versions);
  if (proxy_auth != 0) SET(CURLOPT_PROXYAUTH, proxy_auth);
  if (tls_min != 0) {
    SET(CURLOPT_SSLVERSION, tls_min);
    SET(CURLOPT_PROXY_SSLVERSION, tls_min);
  }
  if (http != 0) SET(CURLOPT_HTTP_VERSION, http);
  if (http == CURL_HTTP_VERSION_2TLS) SET(CURLOPT_PIPEWAIT, 1L); /* rather than one connection each at the beginning */
  return code;
}

CURLcode connection_configure(lua_State *L, int table, CURL *easy) {
  CURLcode code = set_texts(L, table, easy);
  if (code == CURLE_OK) code = set_sharing(L, table, easy);
  return code == CURLE_OK ? set_choices(L, table, easy) : code;
}

void push_connection_features(lua_State *L) {
  static const struct {
    const char *name;
    int bit;
  } features[] = {{"http2", CURL_VERSION_HTTP2},
                  {"https_proxy", CURL_VERSION_HTTPS_PROXY},
                  {"ntlm", CURL_VERSION_NTLM},
                  {"negotiate", CURL_VERSION_SPNEGO}};
  int there = curl_version_info(CURLVERSION_NOW)->features;
  lua_createtable(L, 0, 4);
  for (size_t i = 0; i < sizeof features / sizeof *features; i++) {
    lua_pushboolean(L, (there & features[i].bit) != 0);
    lua_setfield(L, -2, features[i].name);
  }
}
