/* Locks on files, see file_lock.c. */
#ifndef ALIOTA_FILE_LOCK_H
#define ALIOTA_FILE_LOCK_H

#include "core.h"

INTERNAL_BEGIN

/* file.lock(path) → a lock; nil, what the system says, and whether that is because somebody else has it. */
int file_lock(lua_State *L);

/* [-0, +0, m] Make the class of locks. */
void file_lock_class(lua_State *L);

INTERNAL_END

#endif
