/* A lock on a file, which nobody else can have meanwhile, in no process. It ends with the process at the latest, and
** stays with the file where that gets another name. */
#include "file_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOCK_TYPE "aliota.file_lock"

typedef struct {
  int descriptor; /* NONE once it was released */
} FileLock;

enum { NONE = -1 };

/* To write, as locks over a network need that, or to read what is write-protected. */
static int open_either_way(const char *path) {
  int descriptor = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
  return descriptor >= 0 ? descriptor : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
}

static bool leads_to(const char *path, int descriptor) {
  struct stat there, ours;
  return stat(path, &there) == 0 && fstat(descriptor, &ours) == 0 && there.st_dev == ours.st_dev &&
         there.st_ino == ours.st_ino;
}

/* Whether nobody else has it, and has not put another file there just now. Where a file system knows no locks, nobody
** has one. */
static bool is_obtained(const char *path, int descriptor) {
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) return false;
  errno = EWOULDBLOCK;
  return leads_to(path, descriptor);
}

/* [-0, +3, m] Push nil, what an error number means, and whether somebody else has the lock. */
static int push_refusal(lua_State *L, int code) {
  lua_pushnil(L);
  lua_pushstring(L, strerror(code));
  lua_pushboolean(L, code == EWOULDBLOCK);
  return 3;
}

static void release(FileLock *lock) {
  if (lock->descriptor != NONE) close(lock->descriptor);
  lock->descriptor = NONE;
}

int file_lock(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  FileLock *lock = lua_newuserdata(L, sizeof *lock);
  lock->descriptor = NONE;
  luaL_setmetatable(L, LOCK_TYPE);
  lock->descriptor = open_either_way(path);
  if (lock->descriptor != NONE && is_obtained(path, lock->descriptor)) return 1;
  int code = errno;
  release(lock);
  return push_refusal(L, code);
}

/* lock:is_of(path) → whether that path leads to the locked file, still. */
static int lock_m_is_of(lua_State *L) {
  FileLock *lock = luaL_checkudata(L, 1, LOCK_TYPE);
  lua_pushboolean(L, leads_to(luaL_checkstring(L, 2), lock->descriptor));
  return 1;
}

/* lock:release(), __gc and __close: twice does nothing. */
static int lock_m_release(lua_State *L) {
  release(luaL_checkudata(L, 1, LOCK_TYPE));
  return 0;
}

static const luaL_Reg metamethods[] = {{"__gc", lock_m_release}, {"__close", lock_m_release}, {NULL, NULL}};

static const luaL_Reg methods[] = {{"is_of", lock_m_is_of}, {"release", lock_m_release}, {NULL, NULL}};

void file_lock_class(lua_State *L) {
  luaL_newmetatable(L, LOCK_TYPE);
  luaL_setfuncs(L, metamethods, 0);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}
