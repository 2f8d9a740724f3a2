/* Letters and digits of protocols, whatever the locale. */
#ifndef ALIOTA_ASCII_H
#define ALIOTA_ASCII_H

#include <stdbool.h>

static inline bool ascii_is_digit(char c) { return c >= '0' && c <= '9'; }

static inline bool ascii_is_alphanumeric(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || ascii_is_digit(c);
}

static inline char ascii_lower(char c) { return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c); }

/* Write the two hex digits of a byte, in capitals. Return the end of what was written. */
static inline char *ascii_write_hex(char *out, unsigned char byte) {
  static const char digits[] = "0123456789ABCDEF";
  *out++ = digits[byte >> 4];
  *out++ = digits[byte & 15];
  return out;
}

/* The value of a hex digit; -1 for any other character. */
static inline int ascii_hex_value(char c) {
  if (ascii_is_digit(c)) return c - '0';
  c = ascii_lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

#endif
