/* Eight bytes at once, as a number. */
#ifndef ALIOTA_WORD_H
#define ALIOTA_WORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define EACH_BYTE(c) (UINT64_C(0x0101010101010101) * (c))

/* The bytes at any address, in the machine's order. */
static inline uint64_t word_at(const char *p) {
  uint64_t word;
  memcpy(&word, p, sizeof word);
  return word;
}

static inline uint32_t half_word_at(const char *p) {
  uint32_t word;
  memcpy(&word, p, sizeof word);
  return word;
}

/* The place in memory of the first byte whose highest bit is set in `bits`, which has such a byte and no other bits. */
static inline size_t first_marked_byte(uint64_t bits) {
#if defined(__GNUC__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  return (size_t)__builtin_ctzll(bits) / 8;
#else
  size_t place = 0;
  while (((const unsigned char *)&bits)[place] == 0) place++;
  return place;
#endif
}

/* memcmp for short texts: ids and times of neighbours differ near their ends, so that is where it looks first. */
static inline bool same_text(const char *a, const char *b, size_t length) {
  if (length >= 8) {
    if (word_at(a + length - 8) != word_at(b + length - 8)) return false;
    for (size_t i = 0; i + 8 < length; i += 8)
      if (word_at(a + i) != word_at(b + i)) return false;
    return true;
  }
  if (length >= 4)
    return half_word_at(a + length - 4) == half_word_at(b + length - 4) && half_word_at(a) == half_word_at(b);
  while (length > 0 && a[length - 1] == b[length - 1]) length--;
  return length == 0;
}

#endif
