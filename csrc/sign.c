/* Both signature schemes of the gateway: RPC 1.0 (HMAC-SHA1) and V3 (ACS3-HMAC-SHA256). Pure: no clock, no network. */
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>
#ifdef __APPLE__
#include <sys/random.h>
#endif

#include "ascii.h"
#include "canonical.h"
#include "core.h"

#ifndef ERR_R_UNSUPPORTED
#define ERR_R_UNSUPPORTED ERR_R_DISABLED /* before OpenSSL 3 */
#endif

#define NONCE_BYTES 16
#define MAX_SECRET 4096

/* ---- digests ---- */

/* [-0, +0, v] A key's length must fit libcrypto's int with room for the "&" of RPC 1.0; a real one has 30 characters.
 */
static const char *check_secret(lua_State *L, int index, size_t *length) {
  const char *secret = luaL_checklstring(L, index, length);
  luaL_argcheck(L, *length <= MAX_SECRET, index, "secret is too long");
  return secret;
}

/* [-0, +0, v] Raise. Libcrypto may put down that it lacks memory, but also something else or nothing then; what it has
** put down leaves its queue, as whoever uses it next in this thread would take that for their own. */
static void digest_failed(lua_State *L) {
  bool is_unknown = false, lacks_memory = false;
  for (unsigned long code = ERR_get_error(); code != 0; code = ERR_get_error()) {
    is_unknown = is_unknown || ERR_GET_REASON(code) == ERR_R_UNSUPPORTED;
    lacks_memory = lacks_memory || ERR_GET_REASON(code) == ERR_R_MALLOC_FAILURE;
  }
  luaL_error(L, is_unknown && !lacks_memory
                    ? "libcrypto refused to compute a digest; is the algorithm disabled on this system?"
                    : "libcrypto could not compute a digest; not enough memory?");
}

/* [-0, +1, m] Push bytes, at most as many as a digest has, in lower-case hex. */
static void push_hex(lua_State *L, const unsigned char *bytes, size_t count) {
  char text[2 * EVP_MAX_MD_SIZE], *end = text;
  for (size_t i = 0; i < count; i++) end = ascii_write_hex(end, bytes[i]);
  for (char *c = text; c < end; c++) *c = ascii_lower(*c);
  lua_pushlstring(L, text, (size_t)(end - text));
}

/* [-0, +1, e] Push the lower-case hex SHA-256 of the bytes. */
static void push_sha256(lua_State *L, const char *bytes, size_t length) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (!EVP_Digest(bytes, length, digest, &size, EVP_sha256(), NULL)) digest_failed(L);
  push_hex(L, digest, size);
}

/* [-0, +1, m] Push the Base64 of a digest. */
static void push_base64(lua_State *L, const unsigned char *digest, unsigned int size) {
  unsigned char text[2 * EVP_MAX_MD_SIZE];
  lua_pushlstring(L, (const char *)text, (size_t)EVP_EncodeBlock(text, digest, (int)size));
}

/* ---- RPC signature 1.0 ---- */

/* [-0, +1, e] Push METHOD & %2F & the query, encoded. */
static void push_rpc_string_to_sign(lua_State *L, const char *method, const char *query, size_t query_length) {
  lua_pushfstring(L, "%s&", method);
  lua_pushliteral(L, "%2F&");
  push_canonical_encoded(L, query, query_length);
  lua_concat(L, 3);
}

/* [-0, +1, e] Push Base64(HMAC-SHA1(secret & "&", text)). The joined key is wiped before anything can raise. */
static void push_rpc_signature(lua_State *L, const char *secret, size_t secret_length, const char *text,
                               size_t length) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  char *key = lua_newuserdata(L, secret_length + 1);
  memcpy(key, secret, secret_length);
  key[secret_length] = '&';
  const unsigned char *done =
      HMAC(EVP_sha1(), key, (int)secret_length + 1, (const unsigned char *)text, length, digest, &size);
  OPENSSL_cleanse(key, secret_length + 1);
  if (done == NULL) digest_failed(L);
  push_base64(L, digest, size);
  lua_remove(L, -2);
}

/* sign.v1(method, params, secret) → signature, query, string_to_sign
** `params` holds every signed parameter but Signature, as strings; `query` is them in canonical form. */
static int sign_v1(lua_State *L) {
  const char *method = luaL_checkstring(L, 1), *query, *text;
  size_t secret_length, query_length, length;
  const char *secret = check_secret(L, 3, &secret_length);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 3);
  push_canonical_query(L, 2);
  query = lua_tolstring(L, 4, &query_length);
  push_rpc_string_to_sign(L, method, query, query_length);
  text = lua_tolstring(L, 5, &length);
  push_rpc_signature(L, secret, secret_length, text, length);
  lua_insert(L, 4);
  return 3;
}

/* ---- signature V3 ---- */

/* [-0, +1, e] Push hex(HMAC-SHA256(secret, "ACS3-HMAC-SHA256\n" & hex(SHA-256(canonical request)))). */
static void push_v3_signature(lua_State *L, const char *secret, size_t secret_length, const char *request,
                              size_t length) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  size_t text_length;
  lua_pushliteral(L, "ACS3-HMAC-SHA256\n");
  push_sha256(L, request, length);
  lua_concat(L, 2);
  const char *text = lua_tolstring(L, -1, &text_length);
  if (HMAC(EVP_sha256(), secret, (int)secret_length, (const unsigned char *)text, text_length, digest, &size) == NULL)
    digest_failed(L);
  push_hex(L, digest, size);
  lua_remove(L, -2);
}

/* [-0, +1, e] Push the six lines of the canonical request from the slots that sign_v3 laid out. */
static void push_canonical_request(lua_State *L) {
  static const int slots[] = {1, 2, 7, 9, 8, 5};
  luaL_Buffer text;
  luaL_buffinit(L, &text);
  for (size_t i = 0; i < sizeof slots / sizeof *slots; i++) {
    if (i > 0) luaL_addchar(&text, '\n');
    lua_pushvalue(L, slots[i]);
    luaL_addvalue(&text);
  }
  luaL_pushresult(&text);
}

/* sign.v3(method, uri, params, headers, payload_hash, secret) → signature, query, signed_headers, canonical_request
** `params` goes to the query, every one of `headers` is signed; both hold strings only. The secret is used as it is. */
static int sign_v3(lua_State *L) {
  size_t secret_length, length;
  const char *request;
  luaL_checktype(L, 3, LUA_TTABLE);
  luaL_checktype(L, 4, LUA_TTABLE);
  luaL_checkstring(L, 1);
  luaL_checkstring(L, 2);
  luaL_checkstring(L, 5);
  const char *secret = check_secret(L, 6, &secret_length);
  lua_settop(L, 6);
  push_canonical_query(L, 3);
  push_canonical_headers(L, 4);
  push_canonical_request(L);
  lua_replace(L, 9);
  request = lua_tolstring(L, 9, &length);
  push_v3_signature(L, secret, secret_length, request, length);
  lua_insert(L, 7);
  return 4;
}

/* ---- small tools ---- */

/* sign.encode(text) → text in RFC 3986 form, upper-case hex, unreserved characters as they are. */
static int sign_encode(lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  push_canonical_encoded(L, text, length);
  return 1;
}

/* sign.sha256(bytes) → lower-case hex. */
static int sign_sha256(lua_State *L) {
  size_t length;
  const char *bytes = luaL_checklstring(L, 1, &length);
  push_sha256(L, bytes, length);
  return 1;
}

/* sign.hmac(secret, text) → Base64(HMAC-SHA256(secret, text)), as webhooks are signed. */
static int sign_hmac(lua_State *L) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  size_t secret_length, length;
  const char *secret = check_secret(L, 1, &secret_length), *text = luaL_checklstring(L, 2, &length);
  if (HMAC(EVP_sha256(), secret, (int)secret_length, (const unsigned char *)text, length, digest, &size) == NULL)
    digest_failed(L);
  push_base64(L, digest, size);
  return 1;
}

/* sign.nonce() → 32 hex digits that no other call, process or machine has used. They are the system's: libcrypto's
** generator takes longer to set up than a page of tasks to fetch, and no state here means none that a fork copies. */
static int sign_nonce(lua_State *L) {
  unsigned char bytes[NONCE_BYTES];
  if (getentropy(bytes, NONCE_BYTES) != 0) return luaL_error(L, "the system has no random numbers to offer");
  push_hex(L, bytes, NONCE_BYTES);
  return 1;
}

static const luaL_Reg functions[] = {
    {"encode", sign_encode}, {"hmac", sign_hmac}, {"nonce", sign_nonce}, {"sha256", sign_sha256},
    {"v1", sign_v1},         {"v3", sign_v3},     {NULL, NULL}};

void push_sign(lua_State *L) { luaL_newlib(L, functions); }
