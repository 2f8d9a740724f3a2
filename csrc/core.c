/* aliota.core: mechanisms without policy. It signs, decodes, packs and moves bytes, knows rows again and looks at
** files; it knows no operation. */
#include <dlfcn.h>
#include <errno.h>
#include <openssl/crypto.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include "core.h"
#include "setopt.h"

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

enum { LEAST_ENTRY = 1024, MOST_ENTRY = 1024 * 1024 }; /* bytes; a user's entry has no known limit */

/* core.home() → the home directory that the user database has for whoever this process runs as, or nil if it knows
** none. Scratch memory is a userdata, as large as the entry turns out to need. */
static int core_home(lua_State *L) {
  struct passwd entry, *found = NULL;
  int outcome = ERANGE;
  for (size_t size = LEAST_ENTRY; outcome == ERANGE && size <= MOST_ENTRY; size *= 2) {
    lua_settop(L, 0);
    char *texts = lua_newuserdata(L, size);
    outcome = getpwuid_r(getuid(), &entry, texts, size, &found);
  }
  if (found == NULL) return 0;
  lua_pushstring(L, found->pw_dir);
  return 1;
}

int luaopen_aliota_core(lua_State *L); /* the only name that leaves the shared object */

/* Closing a Lua state unloads its modules, and with the last of them libcurl; but a name look-up that was given up goes
** on in a thread of libcurl's, which would return into nothing. So the object that this is in stays in memory, and all
** that it was linked with, until the process ends. Said here, it holds for any builder and linker. In a program or
** library that this was linked into, there is nothing to load: at most that object is the one that stays. */
static void stay_loaded(void) {
  int (*function)(lua_State *) = luaopen_aliota_core;
  void *address;
  Dl_info object;
  memcpy(&address, &function, sizeof address);
  if (dladdr(address, &object)) dlopen(object.dli_fname, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
}

static const luaL_Reg functions[] = {
    {"versions", core_versions},           {"home", core_home},
    {"interruptible", core_interruptible}, {"holding_interrupts", core_holding_interrupts},
    {"interrupted", core_interrupted},     {NULL, NULL}};

/* [-0, +0, v] What this was built with need not be what it runs with. */
static void check_libcurl(lua_State *L) {
  const curl_version_info_data *curl = curl_version_info(CURLVERSION_NOW);
  if (curl->version_num < LEAST_LIBCURL)
    luaL_error(L,
               "aliota needs libcurl 7.87 or newer, and found %s: install a newer one where this program looks first",
               curl->version);
}

/* JSON's null is the NULL light userdata, equal to cjson.null and ngx.null. */
int luaopen_aliota_core(lua_State *L) {
  check_libcurl(L);
  stay_loaded();
  luaL_newlib(L, functions);
  push_sign(L);
  lua_setfield(L, -2, "sign");
  push_json(L);
  lua_setfield(L, -2, "json");
  push_http(L);
  lua_setfield(L, -2, "http");
  push_fingerprints(L);
  lua_setfield(L, -2, "fingerprints");
  push_marks(L);
  lua_setfield(L, -2, "marks");
  push_file(L);
  lua_setfield(L, -2, "file");
  push_deflate(L);
  lua_setfield(L, -2, "deflate");
  lua_pushlightuserdata(L, NULL);
  lua_setfield(L, -2, "null");
  return 1;
}
