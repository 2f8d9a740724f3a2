/* What Lua's own library does not tell or do about files: their kind and permissions, links, new ones, what has reached
** the disk, locks. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file_lock.h"

enum { PERMISSIONS = 07777 };

/* [-0, +1|2, m] Push true, or nil and what the system says. */
static int push_outcome(lua_State *L, int is_good) {
  int code = errno;
  if (is_good) {
    lua_pushboolean(L, 1);
    return 1;
  }
  lua_pushnil(L);
  lua_pushstring(L, strerror(code));
  return 2;
}

/* file.permissions(path) → the permission bits of what a path leads to, and its kind: "file", "folder", or "other" for
** a device, a FIFO, a socket. Nil if there is none. */
static int file_permissions(lua_State *L) {
  struct stat status;
  if (stat(luaL_checkstring(L, 1), &status) != 0) return 0;
  lua_pushinteger(L, status.st_mode & PERMISSIONS);
  lua_pushstring(L, S_ISREG(status.st_mode) ? "file" : S_ISDIR(status.st_mode) ? "folder" : "other");
  return 2;
}

/* file.set_permissions(path, bits) → true, or nil and what the system says. */
static int file_set_permissions(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  return push_outcome(L, chmod(path, (mode_t)luaL_checkinteger(L, 2)) == 0);
}

/* file.create(path, bits) → true for a new and empty file with at most these permissions; nil and what the system says,
** also where there is one, or a link. */
static int file_create(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)luaL_checkinteger(L, 2));
  return push_outcome(L, descriptor >= 0 && close(descriptor) == 0);
}

/* file.sync(path) → true when what a file holds, or a folder's names, would outlast the system; nil and what that says.
** Where it knows no such thing of that path, all is done that can be. */
static int file_sync(lua_State *L) {
  int descriptor = open(luaL_checkstring(L, 1), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return push_outcome(L, 0);
  int code = fsync(descriptor) == 0 || errno == EINVAL ? 0 : errno;
  close(descriptor);
  errno = code;
  return push_outcome(L, code == 0);
}

enum { LEAST_LINK = 256 }; /* bytes; the text of a link has no known limit */

/* file.link(path) → the text of a symbolic link, or nil if it is none. Scratch memory is a userdata, as large as it
** turns out to need. */
static int file_link(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  for (size_t size = LEAST_LINK;; size *= 2) {
    lua_settop(L, 1);
    char *text = lua_newuserdata(L, size);
    ssize_t length = readlink(path, text, size);
    if (length < 0) return 0;
    if ((size_t)length == size) continue; /* it may have been cut */
    lua_pushlstring(L, text, (size_t)length);
    return 1;
  }
}

static const luaL_Reg functions[] = {{"permissions", file_permissions},
                                     {"set_permissions", file_set_permissions},
                                     {"create", file_create},
                                     {"sync", file_sync},
                                     {"link", file_link},
                                     {"lock", file_lock},
                                     {NULL, NULL}};

void push_file(lua_State *L) {
  file_lock_class(L);
  luaL_newlib(L, functions);
}
