/* What the parts of aliota.core share. Each part pushes its own table. */
#ifndef ALIOTA_CORE_H
#define ALIOTA_CORE_H

#include "compat.h"
#include "visibility.h"

INTERNAL_BEGIN

/* [-0, +1, m] Push the functions of one part. */
void push_sign(lua_State *L);
void push_json(lua_State *L);
void push_http(lua_State *L);
void push_fingerprints(lua_State *L);
void push_marks(lua_State *L);
void push_file(lua_State *L);

/* [-0, +1, m] Push the function that makes what packs. */
void push_deflate(lua_State *L);

/* See interrupt.c. */
int core_interruptible(lua_State *L);
int core_holding_interrupts(lua_State *L);
int core_interrupted(lua_State *L);

INTERNAL_END

#endif
