/* aliota.core: mechanisms without policy. It signs, decodes and moves bytes, and knows rows again; it knows no
 * operation. */
#include <curl/curl.h>
#include <openssl/crypto.h>
#include <sys/stat.h>

#include "core.h"

/* core.versions() → {curl =, tls =, openssl =}: what this process runs with, as the libraries name themselves. */
static int core_versions(lua_State *L) {
  const curl_version_info_data *curl = curl_version_info(CURLVERSION_NOW);
  lua_createtable(L, 0, 3);
  lua_pushstring(L, curl->version);
  lua_setfield(L, -2, "curl");
  lua_pushstring(L, curl->ssl_version ? curl->ssl_version : "none");
  lua_setfield(L, -2, "tls");
  lua_pushstring(L, OpenSSL_version(OPENSSL_VERSION));
  lua_setfield(L, -2, "openssl");
  return 1;
}

/* core.permissions(path) → the permission bits of a file, or nil if there is none. */
static int core_permissions(lua_State *L) {
  struct stat status;
  if (stat(luaL_checkstring(L, 1), &status) != 0) return 0;
  lua_pushinteger(L, status.st_mode & 07777);
  return 1;
}

static const luaL_Reg functions[] = {{"versions", core_versions}, {"permissions", core_permissions}, {NULL, NULL}};

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
