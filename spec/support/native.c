/* What specs need and Lua cannot do: let memory run out on purpose, fork, set variables, and look names
** up slowly. */
#include <lauxlib.h>
#include <lua.h>
#include <netdb.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
  lua_Alloc alloc;
  void *data;
  long left; /* allocations until memory is out */
} Limit;

static void *limited(void *data, void *block, size_t old_size, size_t new_size) {
  Limit *limit = data;
  int grows = block == NULL || new_size > old_size;
  if (new_size > 0 && grows && limit->left-- <= 0) return NULL;
  return limit->alloc(limit->data, block, old_size, new_size);
}

/* native.starve(n, f): pcall f with memory for n allocations, then give it back → the results of pcall. */
static int native_starve(lua_State *L) {
  Limit limit = {.left = (long)luaL_checkinteger(L, 1)};
  lua_settop(L, 2);
  limit.alloc = lua_getallocf(L, &limit.data);
  lua_setallocf(L, limited, &limit);
  int failed = lua_pcall(L, 0, 1, 0);
  lua_setallocf(L, limit.alloc, limit.data);
  lua_pushboolean(L, !failed);
  lua_insert(L, -2);
  return 2;
}

/* native.in_child(f) → the exit status of a forked process that runs f: 0 when f returned true. */
static int native_in_child(lua_State *L) {
  int status;
  pid_t child = fork();
  if (child < 0) return luaL_error(L, "fork failed");
  if (child == 0) {
    lua_settop(L, 1);
    int good = lua_pcall(L, 0, 1, 0) == 0 && lua_toboolean(L, -1);
    _exit(good ? 0 : 1);
  }
  waitpid(child, &status, 0);
  lua_pushinteger(L, WIFEXITED(status) ? WEXITSTATUS(status) : -1);
  return 1;
}

/* Takes the place of the system's where this file is preloaded (LD_PRELOAD), and nowhere else. */
int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **result) {
  (void)node;
  (void)service;
  (void)hints;
  *result = NULL;
  sleep(10);
  return EAI_NONAME;
}

/* native.setenv(name, value): sets a variable of this process and its children; nil unsets it. */
static int native_setenv(lua_State *L) {
  const char *name = luaL_checkstring(L, 1), *value = luaL_optstring(L, 2, NULL);
  int failed = value ? setenv(name, value, 1) : unsetenv(name);
  return failed ? luaL_error(L, "setenv failed") : 0;
}

static const luaL_Reg functions[] = {
    {"starve", native_starve}, {"in_child", native_in_child}, {"setenv", native_setenv}, {NULL, NULL}};

int luaopen_native(lua_State *L);
int luaopen_native(lua_State *L) {
  lua_newtable(L);
  for (const luaL_Reg *f = functions; f->name != NULL; f++) {
    lua_pushcfunction(L, f->func);
    lua_setfield(L, -2, f->name);
  }
  return 1;
}
