/* What Lua's own library does not tell or do about files: their kind and permissions, links, private new ones. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core.h"

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

/* file.create_private(path) → true for a new and empty file that nobody else may read; nil and what the system says,
** also where there is one, or a link. */
static int file_create_private(lua_State *L) {
  int descriptor = open(luaL_checkstring(L, 1), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  return push_outcome(L, descriptor >= 0 && close(descriptor) == 0);
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
                                     {"create_private", file_create_private},
                                     {"link", file_link},
                                     {NULL, NULL}};

void push_file(lua_State *L) { luaL_newlib(L, functions); }
