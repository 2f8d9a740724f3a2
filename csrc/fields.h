/* Texts in the tables that Lua hands over. */
#ifndef ALIOTA_FIELDS_H
#define ALIOTA_FIELDS_H

#include <stddef.h>

#include "compat.h"
#include "visibility.h"

INTERNAL_BEGIN

/* [-0, +1, e] Push a string of any bytes. NULL if absent. */
const char *bytes_field(lua_State *L, int table, const char *name, size_t *length);

/* [-0, +1, e] Push a string without NUL bytes and line ends, as it becomes a C string and may become a header line.
** NULL if absent. */
const char *text_field(lua_State *L, int table, const char *name);

INTERNAL_END

#endif
