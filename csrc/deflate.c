/* core.deflate: packs bytes as they come (RFC 1951, without a header) and sums them up, which is what an entry of a zip
** archive is. */
#define ZLIB_CONST /* it only reads what it is given */
#include <limits.h>
#include <zlib.h>

#include "core.h"

#define DEFLATE "aliota.deflate"

typedef enum { CLOSED, READY, BUSY } State; /* busy for good where an error ended what it was at */

typedef struct {
  z_stream stream; /* zlib's memory behind it is owned until it is closed; may not move before */
  uLong crc;       /* of all that came */
  State state;
} Deflate;

static void close_deflate(Deflate *packer) {
  if (packer->state != CLOSED) deflateEnd(&packer->stream);
  packer->state = CLOSED;
}

/* [-0, +0, v] The one at index, which is at nothing else: while it packs, finalisers may run. */
static Deflate *check_deflate(lua_State *L, int index) {
  Deflate *packer = luaL_checkudata(L, index, DEFLATE);
  luaL_argcheck(L, packer->state == READY, index, "it is at its end");
  return packer;
}

/* [-0, +1, m] Push what it makes of what it has been given. */
static void push_packed(lua_State *L, Deflate *packer, int flush) {
  luaL_Buffer buffer;
  packer->state = BUSY;
  luaL_buffinit(L, &buffer);
  do {
    packer->stream.next_out = (Bytef *)luaL_prepbuffer(&buffer);
    packer->stream.avail_out = LUAL_BUFFERSIZE;
    deflate(&packer->stream, flush);
    luaL_addsize(&buffer, LUAL_BUFFERSIZE - packer->stream.avail_out);
  } while (packer->stream.avail_out == 0);
  luaL_pushresult(&buffer);
  packer->state = READY;
}

/* core.deflate() → one that has packed nothing. Its memory is a quarter of a megabyte, until its end or its
** collection. */
static int core_deflate(lua_State *L) {
  Deflate *packer = lua_newuserdata(L, sizeof *packer);
  *packer = (Deflate){.state = CLOSED};
  luaL_setmetatable(L, DEFLATE);
  int outcome = deflateInit2(&packer->stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, MAX_MEM_LEVEL - 1,
                             Z_DEFAULT_STRATEGY);
  if (outcome != Z_OK) return luaL_error(L, "not enough memory to pack anything");
  packer->state = READY;
  return 1;
}

/* deflate:add(bytes) → as much as can be told by now of what they are packed to; often nothing. */
static int deflate_m_add(lua_State *L) {
  size_t size;
  Deflate *packer = check_deflate(L, 1);
  luaL_checktype(L, 2, LUA_TSTRING);
  const char *bytes = lua_tolstring(L, 2, &size);
  luaL_argcheck(L, size <= UINT_MAX, 2, "too many bytes at once");
  packer->crc = crc32(packer->crc, (const Bytef *)bytes, (uInt)size);
  packer->stream.next_in = (const Bytef *)bytes;
  packer->stream.avail_in = (uInt)size;
  push_packed(L, packer, Z_NO_FLUSH);
  return 1;
}

/* deflate:finish() → the rest, and the CRC-32 of all that came. It is at its end then. */
static int deflate_m_finish(lua_State *L) {
  Deflate *packer = check_deflate(L, 1);
  push_packed(L, packer, Z_FINISH);
  close_deflate(packer);
  lua_pushwhole(L, (int64_t)packer->crc);
  return 2;
}

static int deflate_m_gc(lua_State *L) {
  close_deflate(luaL_checkudata(L, 1, DEFLATE));
  return 0;
}

static const luaL_Reg metamethods[] = {{"__gc", deflate_m_gc}, {NULL, NULL}};
static const luaL_Reg methods[] = {{"add", deflate_m_add}, {"finish", deflate_m_finish}, {NULL, NULL}};

void push_deflate(lua_State *L) {
  luaL_newmetatable(L, DEFLATE);
  luaL_setfuncs(L, metamethods, 0);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
  lua_pushcfunction(L, core_deflate);
}
