/* What can run out while a script works: memory of five owners, descriptors; and signals, which cut waits short. */
#ifndef TORTURE_FAILING_H
#define TORTURE_FAILING_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
  const char *name;
  void (*begin)(long n, bool for_good); /* the n-th fails, and with `for_good` all that follow */
  bool (*end)(void);                    /* nothing fails any more → whether anything did */
  const char *excuses[4];               /* what an error must say one of, up to NULL */
  bool is_named;                        /* by failed transfers, too */
} Failing;

extern const Failing failings[];
extern const size_t failings_count;

/* Take over the allocators of libcurl and OpenSSL: before anything else uses them. False if they refuse. */
bool failing_install(void);

/* The allocator of Lua states. */
void *failing_lua_alloc(void *unused, void *block, size_t old_size, size_t new_size);

/* What is held: blocks of each owner, then descriptors. Return their number; `names` is what they are called. */
enum { HELD = 6 };
extern const char *const held_names[HELD];
void failing_count_held(long held[HELD]);

#endif
