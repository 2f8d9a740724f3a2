/* What headers declare between these two stays inside the shared object, whatever flags it is built with. */
#ifndef ALIOTA_VISIBILITY_H
#define ALIOTA_VISIBILITY_H

#if defined(__GNUC__)
#define INTERNAL_BEGIN _Pragma("GCC visibility push(hidden)")
#define INTERNAL_END _Pragma("GCC visibility pop")
#else
#define INTERNAL_BEGIN
#define INTERNAL_END
#endif

#endif
