/* Allocators that fail as told and know how many blocks are held, and the same for descriptors; signals at a beat.
**
** The core's own allocations come here because the linker wraps calloc, realloc and free in what it links, which is the
** core and this host, and not in shared libraries; zlib's, because its streams are given an allocator when they open.
*/
#include "failing.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <zlib.h>

/* ---- memory ---- */

typedef enum { OF_LUA, OF_CURL, OF_OPENSSL, OF_CORE, OF_ZLIB, NOBODY } Owner;

/* Atomic, as libcurl looks up names in threads. */
static atomic_int failing_owner = NOBODY;
static atomic_long left; /* allocations of this owner until one fails */
static atomic_bool stays, has_failed;
static atomic_long blocks[NOBODY];

const char *const held_names[HELD] = {"Lua blocks",  "libcurl blocks", "OpenSSL blocks",
                                      "core blocks", "zlib blocks",    "descriptors"};

/* What the linker makes of the names that it wraps. */
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void __real_free(void *block);
int __real_inflateInit2_(z_stream *stream, int bits, const char *version, int size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void __wrap_free(void *block);
int __wrap_inflateInit2_(z_stream *stream, int bits, const char *version, int size);

static bool is_refused(Owner owner) {
  if ((int)owner != failing_owner) return false;
  long rest = --left;
  bool fails = rest == 0 || (rest < 0 && stays);
  if (fails) has_failed = true;
  return fails;
}

static void *resize(Owner owner, void *block, size_t size) {
  if (is_refused(owner)) return NULL;
  void *moved = __real_realloc(block, size);
  if (block == NULL && moved != NULL) blocks[owner]++;
  return moved;
}

static void *zeroed(Owner owner, size_t count, size_t size) {
  if (is_refused(owner)) return NULL;
  void *block = __real_calloc(count, size);
  if (block != NULL) blocks[owner]++;
  return block;
}

static void release(Owner owner, void *block) {
  if (block != NULL) blocks[owner]--;
  __real_free(block);
}

/* Lua takes it that shrinking never fails. */
void *failing_lua_alloc(void *unused, void *block, size_t old_size, size_t new_size) {
  (void)unused;
  if (new_size == 0) return release(OF_LUA, block), NULL;
  if (block != NULL && new_size <= old_size) return __real_realloc(block, new_size);
  return resize(OF_LUA, block, new_size);
}

void *__wrap_calloc(size_t count, size_t size) { return zeroed(OF_CORE, count, size); }
void *__wrap_realloc(void *block, size_t size) { return resize(OF_CORE, block, size); }
void __wrap_free(void *block) { release(OF_CORE, block); }

static void *zlib_alloc(void *unused, uInt count, uInt size) {
  (void)unused;
  return zeroed(OF_ZLIB, count, size);
}
static void zlib_free(void *unused, void *block) {
  (void)unused;
  release(OF_ZLIB, block);
}
int __wrap_inflateInit2_(z_stream *stream, int bits, const char *version, int size) {
  stream->zalloc = zlib_alloc;
  stream->zfree = zlib_free;
  return __real_inflateInit2_(stream, bits, version, size);
}

static void *curl_alloc(size_t size) { return resize(OF_CURL, NULL, size); }
static void *curl_resize(void *block, size_t size) { return resize(OF_CURL, block, size); }
static void *curl_zeroed(size_t count, size_t size) { return zeroed(OF_CURL, count, size); }
static void curl_release(void *block) { release(OF_CURL, block); }
static char *curl_copy(const char *text) {
  size_t size = strlen(text) + 1;
  char *copy = curl_alloc(size);
  return copy == NULL ? NULL : memcpy(copy, text, size);
}

static void *openssl_alloc(size_t size, const char *file, int line) {
  (void)file;
  (void)line;
  return resize(OF_OPENSSL, NULL, size);
}
static void openssl_release(void *block, const char *file, int line) {
  (void)file;
  (void)line;
  release(OF_OPENSSL, block);
}
static void *openssl_resize(void *block, size_t size, const char *file, int line) {
  if (size == 0) return openssl_release(block, file, line), NULL;
  return resize(OF_OPENSSL, block, size);
}

bool failing_install(void) {
  if (!CRYPTO_set_mem_functions(openssl_alloc, openssl_resize, openssl_release)) return false;
  if (!OPENSSL_init_crypto(OPENSSL_INIT_LOAD_CRYPTO_STRINGS | OPENSSL_INIT_ADD_ALL_DIGESTS, NULL)) return false;
  return curl_global_init_mem(CURL_GLOBAL_DEFAULT, curl_alloc, curl_release, curl_resize, curl_copy, curl_zeroed) ==
         CURLE_OK;
}

static void fail_memory(Owner owner, long n, bool for_good) {
  left = n;
  stays = for_good;
  has_failed = false;
  failing_owner = owner;
}

static void fail_lua(long n, bool for_good) { fail_memory(OF_LUA, n, for_good); }
static void fail_curl(long n, bool for_good) { fail_memory(OF_CURL, n, for_good); }
static void fail_openssl(long n, bool for_good) { fail_memory(OF_OPENSSL, n, for_good); }
static void fail_core(long n, bool for_good) { fail_memory(OF_CORE, n, for_good); }
static void fail_zlib(long n, bool for_good) { fail_memory(OF_ZLIB, n, for_good); }

static bool give_memory(void) {
  failing_owner = NOBODY;
  return has_failed;
}

/* ---- descriptors ---- */

enum { MOST_DESCRIPTORS = 64 }; /* with so many, everything must go well */

static struct rlimit descriptors;

/* No descriptor of n or above can be had. */
static void limit_descriptors(long n, bool for_good) {
  (void)for_good; /* there is but one way */
  getrlimit(RLIMIT_NOFILE, &descriptors);
  struct rlimit fewer = {(rlim_t)n, descriptors.rlim_max};
  setrlimit(RLIMIT_NOFILE, &fewer);
}

static bool give_descriptors(void) {
  struct rlimit fewer;
  getrlimit(RLIMIT_NOFILE, &fewer);
  setrlimit(RLIMIT_NOFILE, &descriptors);
  return fewer.rlim_cur < MOST_DESCRIPTORS;
}

static long open_descriptors(void) {
  long count = 0;
  for (int fd = 0; fd < 1024; fd++) count += fcntl(fd, F_GETFD) >= 0;
  return count;
}

void failing_count_held(long held[HELD]) {
  OPENSSL_thread_stop(); /* it keeps the texts of errors for the next ones */
  for (int owner = 0; owner < NOBODY; owner++) held[owner] = blocks[owner];
  held[HELD - 1] = open_descriptors();
}

/* ---- signals ---- */

enum { MOST_BEATS = 20, BEAT = 100 /* microseconds */ };

static long beat;

static void hear(int number) { (void)number; }

/* A signal each n-th part of a while; its handler returns, and the call that it came into is not taken up again. */
static void send_signals(long n, bool for_good) {
  struct sigaction ours = {.sa_handler = hear};
  struct itimerval every = {{0, n * BEAT}, {0, n * BEAT}};
  (void)for_good; /* they never stop */
  beat = n;
  sigaction(SIGALRM, &ours, NULL);
  setitimer(ITIMER_REAL, &every, NULL);
}

static bool stop_signals(void) {
  struct itimerval never = {0};
  setitimer(ITIMER_REAL, &never, NULL);
  return beat < MOST_BEATS;
}

/* ---- all of them ---- */

const Failing failings[] = {
    {"lua", fail_lua, give_memory, {"not enough memory"}, false},
    {"curl", fail_curl, give_memory, {"memory"}, false},
    {"openssl", fail_openssl, give_memory, {"not enough memory", "Cannot allocate memory"}, false},
    {"core", fail_core, give_memory, {"not enough memory", "Out of memory", "Cannot allocate memory"}, true},
    {"zlib", fail_zlib, give_memory, {"Out of memory"}, true},
    {"descriptors", limit_descriptors, give_descriptors, {"Too many open files"}, true},
    {"signals", send_signals, stop_signals, {NULL}, false},
};
const size_t failings_count = sizeof failings / sizeof *failings;
