/* Marks which lines of lua/aliota/ run, for all processes of a test run together, also those that are killed: a file
** that they share in memory has a byte for each line, at the place that its name and number lead to. tools/coverage.lua
** reads it. Loaded, it marks from then on. */
#include <fcntl.h>
#include <lauxlib.h>
#include <lua.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MARKS = 1 << 24 };

static const char FOLDER[] = "lua/aliota/";

static unsigned char *marks;

/* FNV-1a of the path, and the number mixed into it; the reader has the same. */
static uint32_t place_of(const char *path, uint32_t line) {
  uint32_t hash = 2166136261u;
  for (; *path != '\0'; path++) hash = (hash ^ (unsigned char)*path) * 16777619u;
  hash = (hash ^ line) * 2654435761u;
  return (hash ^ hash >> 15) % MARKS;
}

/* [-0, +0, -] Mark a line. */
static void on_line(lua_State *L, lua_Debug *record) {
  lua_getinfo(L, "S", record);
  const char *path = strstr(record->source, FOLDER);
  if (path != NULL) marks[place_of(path, (uint32_t)record->currentline)] = 1;
}

/* Share the file, which is as long as it must be. NULL: there is none. */
static unsigned char *shared(const char *path) {
  int descriptor = path != NULL ? open(path, O_RDWR | O_CLOEXEC) : -1;
  if (descriptor < 0) return NULL;
  void *memory = mmap(NULL, MARKS, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  close(descriptor);
  return memory != MAP_FAILED ? memory : NULL;
}

int luaopen_coverage_marks(lua_State *L);

/* [-0, +0, -] Coroutines take the hook over from whoever makes them. */
int luaopen_coverage_marks(lua_State *L) {
  if (marks == NULL) marks = shared(getenv("COVERAGE_MARKS"));
  if (marks != NULL) lua_sethook(L, on_line, LUA_MASKLINE, 0);
  return 0;
}
