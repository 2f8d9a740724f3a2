/* Parameters and headers in the one form that client and gateway both sign. */
#ifndef ALIOTA_CANONICAL_H
#define ALIOTA_CANONICAL_H

#include "compat.h"
#include "visibility.h"

INTERNAL_BEGIN

/* [-0, +1, e] Push a text in RFC 3986 form: upper-case hex, unreserved characters as they are. */
void push_canonical_encoded(lua_State *L, const char *text, size_t length);

/* [-0, +1, e] Push "a=1&b=2" for a table of strings: names and values encoded, in the byte order of the names. */
void push_canonical_query(lua_State *L, int table);

/* [-0, +2, e] Push "a;b;c" and "a:1\nb:2\nc:3\n" for a table of strings: names in lower case, values trimmed. */
void push_canonical_headers(lua_State *L, int table);

INTERNAL_END

#endif
