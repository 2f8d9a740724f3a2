/* Whether this is still the process in which something was made, without asking the system each time. */
#ifndef ALIOTA_FORKS_H
#define ALIOTA_FORKS_H

#include "visibility.h"

INTERNAL_BEGIN

/* A number that is another one in a forked child than in its parent. One that was made past the C library, by a bare
** clone() or _Fork(), is not told apart: what was inherited is of no more use there than the C library's own locks. */
long forks_count(void);

INTERNAL_END

#endif
