/* What specs need and Lua cannot do: let memory run out on purpose, fork, set variables, close a Lua state, look names
** up as told, and count system calls. */
#include <dlfcn.h>
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <netdb.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/epoll.h>
#include <sys/timerfd.h>
#endif
#include <sys/socket.h>
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

/* native.in_state(script): run a script in a Lua state of its own, and close that. */
static int native_in_state(lua_State *L) {
  const char *script = luaL_checkstring(L, 1);
  lua_State *other = luaL_newstate();
  if (other == NULL) return luaL_error(L, "no memory for a state");
  luaL_openlibs(other);
  int failed = luaL_loadstring(other, script) || lua_pcall(other, 0, 0, 0);
  lua_pushstring(L, failed ? lua_tostring(other, -1) : NULL);
  lua_close(other);
  return failed ? lua_error(L) : 0;
}

static atomic_int look_ups; /* under way */

typedef int LookUp(const char *, const char *, const struct addrinfo *, struct addrinfo **);

/* First an address where nobody listens, then 127.0.0.1. */
static int look_up_two(const char *service, const struct addrinfo *hints, struct addrinfo **result) {
  LookUp *systems;
  void *symbol = dlsym(RTLD_NEXT, "getaddrinfo");
  memcpy(&systems, &symbol, sizeof systems);
  int failed = systems("127.0.0.2", service, hints, result);
  return failed ? failed : systems("127.0.0.1", service, hints, &(*result)->ai_next);
}

/* Takes the place of the system's where this file is preloaded (LD_PRELOAD), and nowhere else: "two.test" has two
** addresses, "3.test" is not found after 3 seconds. */
int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **result) {
  if (strcmp(node, "two.test") == 0) return look_up_two(service, hints, result);
  *result = NULL;
  look_ups++;
  sleep((unsigned)atoi(node));
  look_ups--;
  return EAI_NONAME;
}

static atomic_long system_calls;

/* Takes the place of the system's where this file is preloaded: counts the call, and lets it through. That needs no
** ptrace, which containers may refuse. */
#define COUNTED(type, name, parameters, arguments) \
  type name parameters {                           \
    static type(*systems) parameters;              \
    void *symbol = dlsym(RTLD_NEXT, #name);        \
    memcpy(&systems, &symbol, sizeof systems);     \
    system_calls++;                                \
    return systems arguments;                      \
  }

COUNTED(pid_t, getpid, (void), ())
COUNTED(int, poll, (struct pollfd * fds, nfds_t count, int wait), (fds, count, wait))
COUNTED(ssize_t, read, (int fd, void *to, size_t size), (fd, to, size))
COUNTED(ssize_t, write, (int fd, const void *from, size_t size), (fd, from, size))
COUNTED(ssize_t, recv, (int fd, void *to, size_t size, int flags), (fd, to, size, flags))
COUNTED(ssize_t, send, (int fd, const void *from, size_t size, int flags), (fd, from, size, flags))
#ifdef __linux__
COUNTED(int, epoll_wait, (int fd, struct epoll_event *to, int most, int wait), (fd, to, most, wait))
COUNTED(int, epoll_ctl, (int fd, int how, int of, struct epoll_event *event), (fd, how, of, event))
COUNTED(int, timerfd_settime, (int fd, int flags, const struct itimerspec *at, struct itimerspec *old),
        (fd, flags, at, old))
#endif

/* native.system_calls() → how many there were in this process of those that move bytes and wait; this file must be
** preloaded. */
static int native_system_calls(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)system_calls);
  return 1;
}

/* native.setenv(name, value): sets a variable of this process and its children; nil unsets it. */
static int native_setenv(lua_State *L) {
  const char *name = luaL_checkstring(L, 1), *value = luaL_optstring(L, 2, NULL);
  int failed = value ? setenv(name, value, 1) : unsetenv(name);
  return failed ? luaL_error(L, "setenv failed") : 0;
}

/* native.await_look_ups() → how many were under way; returns when their threads have had time to go on. */
static int native_await_look_ups(lua_State *L) {
  lua_pushinteger(L, look_ups);
  while (look_ups > 0) usleep(10000);
  usleep(200000);
  return 1;
}

static const luaL_Reg functions[] = {{"starve", native_starve},
                                     {"in_child", native_in_child},
                                     {"setenv", native_setenv},
                                     {"in_state", native_in_state},
                                     {"system_calls", native_system_calls},
                                     {"await_look_ups", native_await_look_ups},
                                     {NULL, NULL}};

int luaopen_native(lua_State *L);
int luaopen_native(lua_State *L) {
  lua_newtable(L);
  for (const luaL_Reg *f = functions; f->name != NULL; f++) {
    lua_pushcfunction(L, f->func);
    lua_setfield(L, -2, f->name);
  }
  return 1;
}
