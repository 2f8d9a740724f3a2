/* The body of an answer, as it stands in C's memory: what reads it need not make a Lua string of it first. */
#ifndef ALIOTA_BODY_H
#define ALIOTA_BODY_H

#include <stdbool.h>

#include "bytes.h"
#include "compat.h"
#include "multi.h"
#include "visibility.h"

typedef struct {
  Bytes bytes;  /* owned, with a NUL byte behind them; none while they are lent */
  Multi *multi; /* that gets their room in the end; of the Http that the user value keeps, NULL if that was closed */
  bool is_closed;
} Body;

INTERNAL_BEGIN

/* [-0, +1, m] Push an empty Body. */
Body *push_body(lua_State *L);

/* [-0, +0, -] The Body at index, or NULL for any other value. */
Body *body_at(lua_State *L, int index);

/* [-0, +1, v] Take the bytes out of the Body at 1, which must be open, and push what owns them meanwhile: whatever
** finalisers do to the Body while somebody reads, they can't get at these. After an error they are freed with it. */
Bytes *body_lend(lua_State *L, Body *body);

/* [-0, +0, -] Put them back. */
void body_return(Body *body, Bytes *bytes);

/* [-0, +0, m] Make the metatables known. */
void register_body(lua_State *L);

INTERNAL_END

#endif
