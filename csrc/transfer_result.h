/* What came of a transfer, made into Lua values. */
#ifndef ALIOTA_TRANSFER_RESULT_H
#define ALIOTA_TRANSFER_RESULT_H

#include "compat.h"
#include "transfer.h"
#include "visibility.h"

INTERNAL_BEGIN

/* [-0, +n, e] Take the result out of the transfer at 1, which is done, and push it: see transfer:result(). Return how
** many values that are. Raises if it was taken already. */
int push_result(lua_State *L, Transfer *transfer, bool as_body);

/* [-0, +0, m] Make the metatable of what holds it meanwhile known. */
void register_result(lua_State *L);

INTERNAL_END

#endif
