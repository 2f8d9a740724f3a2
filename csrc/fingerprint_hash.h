/* A text in 8 bytes. The same everywhere and for good: dumps travel between machines and versions. */
#ifndef ALIOTA_FINGERPRINT_HASH_H
#define ALIOTA_FINGERPRINT_HASH_H

#include <stdint.h>

#include "compat.h"
#include "visibility.h"

typedef uint64_t Fingerprint; /* 0 for none */

INTERNAL_BEGIN

/* The fingerprint of a text. Never 0. */
Fingerprint fingerprint_of(const char *text, size_t length);

/* [-0, +0, -] The fingerprint of a string, or of the digits of a whole number, so that an id is the same however a VM
** holds it. 0 for any other value. */
Fingerprint fingerprint_at(lua_State *L, int index);

INTERNAL_END

#endif
