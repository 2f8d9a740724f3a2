/* From a request table to a libcurl handle. */
#ifndef ALIOTA_TRANSFER_REQUEST_H
#define ALIOTA_TRANSFER_REQUEST_H

#include "compat.h"
#include "transfer.h"
#include "visibility.h"

INTERNAL_BEGIN

/* [-0, +0, e] Set the transfer up as the table at index says. Raises if that makes no sense; what was acquired until
** then belongs to the transfer. */
void transfer_configure(lua_State *L, int table, Transfer *transfer);

INTERNAL_END

#endif
