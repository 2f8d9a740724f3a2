/* aliota.core: mechanisms without policy. It signs, decodes and moves bytes, and knows rows again; it knows no
 * operation. */
#include <curl/curl.h>
#include <dlfcn.h>
#include <openssl/crypto.h>
#include <string.h>
#include <sys/stat.h>

#include "core.h"

/* The OpenSSL that the program itself brought, such as nginx's own; NULL if it has none. */
static const char *host_openssl(void) {
  const char *(*version)(int);
  void *program = dlopen(NULL, RTLD_LAZY), *symbol = program ? dlsym(program, "OpenSSL_version") : NULL;
  if (program != NULL) dlclose(program); /* it does not go away */
  if (symbol == NULL) return NULL;
  memcpy(&version, &symbol, sizeof version); /* ISO C knows no cast from one to the other */
  return version(OPENSSL_VERSION);
}

/* core.versions() → {curl =, tls =, openssl =, host =}: what this process runs with, as the libraries name themselves.
** `host` is the OpenSSL of the program that loaded this, or nil. */
static int core_versions(lua_State *L) {
  const curl_version_info_data *curl = curl_version_info(CURLVERSION_NOW);
  lua_createtable(L, 0, 4);
  lua_pushstring(L, curl->version);
  lua_setfield(L, -2, "curl");
  lua_pushstring(L, curl->ssl_version ? curl->ssl_version : "none");
  lua_setfield(L, -2, "tls");
  lua_pushstring(L, OpenSSL_version(OPENSSL_VERSION));
  lua_setfield(L, -2, "openssl");
  lua_pushstring(L, host_openssl());
  lua_setfield(L, -2, "host");
  return 1;
}

/* core.permissions(path) → the permission bits of a file, or nil if there is none. */
static int core_permissions(lua_State *L) {
  struct stat status;
  if (stat(luaL_checkstring(L, 1), &status) != 0) return 0;
  lua_pushinteger(L, status.st_mode & 07777);
  return 1;
}

static const luaL_Reg functions[] = {{"versions", core_versions},
                                     {"permissions", core_permissions},
                                     {"interruptible", core_interruptible},
                                     {NULL, NULL}};

int luaopen_aliota_core(lua_State *L); /* the only name that leaves the shared object */

/* JSON's null is the NULL light userdata, equal to cjson.null and ngx.null. */
int luaopen_aliota_core(lua_State *L) {
  luaL_newlib(L, functions);
  push_sign(L);
  lua_setfield(L, -2, "sign");
  push_json(L);
  lua_setfield(L, -2, "json");
  push_http(L);
  lua_setfield(L, -2, "http");
  push_fingerprints(L);
  lua_setfield(L, -2, "fingerprints");
  lua_pushlightuserdata(L, NULL);
  lua_setfield(L, -2, "null");
  return 1;
}
