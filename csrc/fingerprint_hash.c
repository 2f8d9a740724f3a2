/* A text in 8 bytes: a hash of our own, because dumps outlive any library. */
#include "fingerprint_hash.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define MAX_EXACT 9007199254740991.0 /* from 2^53 on a float may stand for its neighbours, too */
#define WHOLE_DIGITS 24              /* room for any 64-bit integer */

/* Every bit of the word changes every bit of the result with even chance, and no two words have the same result. The
** factors are the fractions of the golden ratio and of the square root of 3. */
static uint64_t scramble(uint64_t word) {
  word = (word ^ (word >> 32)) * UINT64_C(0x9E3779B97F4A7C15);
  word = (word ^ (word >> 29)) * UINT64_C(0xBB67AE8584CAA73B);
  return word ^ (word >> 32);
}

/* 8 bytes as a number, least first, on any machine. Written out, compilers make one load of it. */
static uint64_t read_word(const char *bytes) {
  const unsigned char *b = (const unsigned char *)bytes;
  return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24 | (uint64_t)b[4] << 32 |
         (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 | (uint64_t)b[7] << 56;
}

Fingerprint fingerprint_of(const char *text, size_t length) {
  char rest[8] = {0};
  uint64_t state = scramble(length);
  for (; length >= sizeof rest; text += sizeof rest, length -= sizeof rest) state = scramble(state ^ read_word(text));
  memcpy(rest, text, length);
  state = scramble(state ^ read_word(rest));
  return state ? state : 1;
}

/* [-0, +0, -] False for a number with a fraction, and for one that is not exactly what somebody wrote. */
static bool to_whole(lua_State *L, int index, long long *whole) {
  lua_Number number = lua_tonumber(L, index);
  bool is_integer = lua_isinteger(L, index);
  if (!is_integer && !(fabs(number) <= MAX_EXACT && floor(number) == number)) return false;
  *whole = is_integer ? (long long)lua_tointeger(L, index) : (long long)number;
  return true;
}

Fingerprint fingerprint_at(lua_State *L, int index) {
  long long whole;
  size_t length;
  int type = lua_type(L, index);
  if (type == LUA_TSTRING) {
    const char *text = lua_tolstring(L, index, &length);
    return fingerprint_of(text, length);
  }
  if (type != LUA_TNUMBER || !to_whole(L, index, &whole)) return 0;
  char digits[WHOLE_DIGITS];
  return fingerprint_of(digits, (size_t)snprintf(digits, sizeof digits, "%lld", whole));
}
