/* Bodies in Lua: for what can read them where they are. */
#include "body.h"

#include <string.h>

#define BODY "aliota.body"
#define LOAN "aliota.loan"

/* ---- life ---- */

Body *push_body(lua_State *L) {
  Body *body = lua_newuserdata(L, sizeof *body);
  memset(body, 0, sizeof *body);
  luaL_setmetatable(L, BODY);
  return body;
}

Body *body_at(lua_State *L, int index) { return luaL_testudata(L, index, BODY); }

/* Give the room to the next answers, or back to the system. Again does nothing. */
static void let_go(Body *body, Bytes *bytes) {
  if (body->multi != NULL && body->multi->handle != NULL)
    spares_keep(&body->multi->spares, bytes);
  else
    bytes_free(bytes);
}

/* ---- lending ---- */

/* [-0, +0, v] */
static void check_open(lua_State *L, const Body *body) {
  luaL_argcheck(L, body->bytes.data != NULL, 1, "the body is closed, or somebody reads it");
}

Bytes *body_lend(lua_State *L, Body *body) {
  check_open(L, body);
  Bytes *loan = lua_newuserdata(L, sizeof *loan);
  memset(loan, 0, sizeof *loan);
  luaL_setmetatable(L, LOAN);
  check_open(L, body); /* still: allocating may have run finalisers */
  *loan = bytes_take(&body->bytes);
  return loan;
}

void body_return(Body *body, Bytes *bytes) {
  if (body->is_closed)
    let_go(body, bytes);
  else
    body->bytes = bytes_take(bytes);
}

/* __gc of a loan that an error kept from being returned. */
static int loan__gc(lua_State *L) {
  bytes_free(luaL_checkudata(L, 1, LOAN));
  return 0;
}

/* ---- methods ---- */

/* [-0, +0, v] The Body at 1, which must be open. */
static Body *check_body(lua_State *L) {
  Body *body = luaL_checkudata(L, 1, BODY);
  check_open(L, body);
  return body;
}

/* #body → how many bytes. */
static int body_m__len(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)check_body(L)->bytes.size);
  return 1;
}

/* [-0, +2, v] Push what owns the first bytes, `most` at most, and these. */
static int push_head(lua_State *L, Body *body, size_t most) {
  Bytes *bytes = body_lend(L, body);
  lua_pushlstring(L, bytes->data, most < bytes->size ? most : bytes->size);
  body_return(body, bytes);
  return 1;
}

/* body:head(n) → its first bytes, n at most. */
static int body_m_head(lua_State *L) {
  Body *body = check_body(L);
  lua_Integer most = luaL_checkinteger(L, 2);
  luaL_argcheck(L, most >= 0, 2, "a number of bytes, zero or more, expected");
  return push_head(L, body, (size_t)most);
}

/* tostring(body) → all of it. */
static int body_m__tostring(lua_State *L) {
  Body *body = check_body(L);
  return push_head(L, body, body->bytes.size);
}

/* body:close(), __gc, __close: gives its room to the next answers, or frees it; what is lent, once it is returned.
** Again does nothing. */
static int body_m_close(lua_State *L) {
  Body *body = luaL_checkudata(L, 1, BODY);
  body->is_closed = true;
  let_go(body, &body->bytes);
  return 0;
}

static const luaL_Reg metamethods[] = {{"__close", body_m_close},
                                       {"__gc", body_m_close},
                                       {"__len", body_m__len},
                                       {"__tostring", body_m__tostring},
                                       {NULL, NULL}};

static const luaL_Reg methods[] = {{"close", body_m_close}, {"head", body_m_head}, {NULL, NULL}};

void register_body(lua_State *L) {
  luaL_newmetatable(L, LOAN);
  lua_pushcfunction(L, loan__gc);
  lua_setfield(L, -2, "__gc");
  lua_pop(L, 1);
  luaL_newmetatable(L, BODY);
  luaL_setfuncs(L, metamethods, 0);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}
