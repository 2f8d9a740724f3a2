/* Letters of protocols, whatever the locale. */
#ifndef ALIOTA_ASCII_H
#define ALIOTA_ASCII_H

#include <stdbool.h>

static inline bool ascii_is_digit(char c) { return c >= '0' && c <= '9'; }

static inline char ascii_lower(char c) { return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c); }

#endif
