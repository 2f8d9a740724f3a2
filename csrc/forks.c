/* How many forks lie between this process and the one that loaded the library, as the C library tells of each. */
#include "forks.h"

#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool is_told;
static long forks; /* only a child writes it, which has one thread then */

static void count_fork(void) { forks++; }

/* The handler is never taken back, as the object that it is in stays loaded (see core.c). */
static void ask_to_be_told(void) { is_told = pthread_atfork(NULL, NULL, count_fork) == 0; }

long forks_count(void) {
  pthread_once(&once, ask_to_be_told);
  return is_told ? forks : (long)getpid();
}
