/* Strings: UTF-8 checked, escapes resolved, NUL is data like any other. A lenient decoder reads U+FFFD for each half of
** a surrogate pair, and for each maximal subpart of a sequence that is ill-formed (Unicode, 3.9). */
#include <stdint.h>
#include <string.h>

#include "ascii.h"
#include "json.h"

static inline bool is_plain(unsigned char c) { return c >= 0x20 && c < 0x80 && c != '"' && c != '\\'; }

#define EACH_BYTE(c) (UINT64_C(0x0101010101010101) * (c))

/* True when all eight bytes are plain. May say no wrongly next to a byte that is not plain, never yes. */
static inline bool is_plain_word(uint64_t word) {
  uint64_t quote = word ^ EACH_BYTE('"'), backslash = word ^ EACH_BYTE('\\');
  uint64_t low = word - EACH_BYTE(0x20), no_quote = quote - EACH_BYTE(1), no_backslash = backslash - EACH_BYTE(1);
  return ((word | low | no_quote | no_backslash) & EACH_BYTE(0x80)) == 0;
}

/* The first byte that is not plain; the NUL at the end is none. */
static const char *skip_plain(const char *p, const char *end) {
  uint64_t word;
  for (; end - p >= 8; p += 8) {
    memcpy(&word, p, sizeof word);
    if (!is_plain_word(word)) break;
  }
  while (is_plain((unsigned char)*p)) p++;
  return p;
}

static inline bool is_tail(unsigned char c) { return (c & 0xC0) == 0x80; }

/* Whether a sequence of three or four bytes may begin with these two. */
static inline bool may_follow(unsigned char first, unsigned char second) {
  switch (first) {
    case 0xE0: return is_tail(second) && second >= 0xA0;
    case 0xED: return is_tail(second) && second <= 0x9F;
    case 0xF0: return is_tail(second) && second >= 0x90;
    case 0xF4: return is_tail(second) && second <= 0x8F;
    default: return is_tail(second);
  }
}

/* Length of the well-formed UTF-8 sequence at `s`, whose first byte is not ASCII; 0 when there is none. */
static int utf8_length(const unsigned char *s) {
  if (s[0] < 0xC2 || s[0] > 0xF4) return 0;
  if (s[0] < 0xE0) return is_tail(s[1]) ? 2 : 0;
  if (!may_follow(s[0], s[1]) || !is_tail(s[2])) return 0;
  if (s[0] < 0xF0) return 3;
  return is_tail(s[3]) ? 4 : 0;
}

/* Length of the maximal subpart at `s`, where no well-formed sequence is. */
static int subpart_length(const unsigned char *s) {
  if (s[0] < 0xE0 || s[0] > 0xF4 || !may_follow(s[0], s[1])) return 1;
  return s[0] >= 0xF0 && is_tail(s[2]) ? 3 : 2;
}

/* Move past everything that stands for itself: up to a quote, a backslash or, if lenient, what is no UTF-8. */
static bool skip_literal(Json *json) {
  for (;;) {
    json->p = skip_plain(json->p, json->end);
    unsigned char c = (unsigned char)*json->p;
    if (c == '"' || c == '\\') return true;
    if (c < 0x20) return json_fail(json, json->p == json->end ? "unfinished string" : "control character in a string");
    int length = utf8_length((const unsigned char *)json->p);
    if (length == 0) return json->lenient || json_fail(json, "invalid UTF-8");
    json->p += length;
  }
}

/* Read the four digits after "\u"; -1 when they are not four. */
static int hex_unit(const char *p) {
  int unit = 0;
  for (int i = 0; i < 4; i++) {
    int digit = ascii_hex_value(p[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

/* [-?, +?, m] Add a code point to a buffer, which may move what it has on the stack. */
static void add_utf8(luaL_Buffer *out, int code) {
  if (code < 0x80) {
    luaL_addchar(out, (char)code);
    return;
  }
  if (code < 0x800) {
    luaL_addchar(out, (char)(0xC0 | (code >> 6)));
  } else {
    if (code < 0x10000) {
      luaL_addchar(out, (char)(0xE0 | (code >> 12)));
    } else {
      luaL_addchar(out, (char)(0xF0 | (code >> 18)));
      luaL_addchar(out, (char)(0x80 | ((code >> 12) & 0x3F)));
    }
    luaL_addchar(out, (char)(0x80 | ((code >> 6) & 0x3F)));
  }
  luaL_addchar(out, (char)(0x80 | (code & 0x3F)));
}

/* [-?, +?, m] */
static void add_replacement(Json *json, luaL_Buffer *out) {
  json->is_broken = true;
  add_utf8(out, 0xFFFD);
}

/* The code point of which this half of a surrogate pair, at the 'u' of "\uXXXX", is the first; -1 when none is. */
static int pair_at(const char *p, int half) {
  int low = half < 0xDC00 && p[5] == '\\' && p[6] == 'u' ? hex_unit(p + 7) : -1;
  return low >= 0xDC00 && low <= 0xDFFF ? 0x10000 + ((half - 0xD800) << 10) + (low - 0xDC00) : -1;
}

/* At the 'u' of "\uXXXX"; takes the second half of a surrogate pair along. */
static bool add_unicode_escape(Json *json, luaL_Buffer *out) {
  int code = hex_unit(json->p + 1);
  if (code < 0) return json_fail(json, "four hex digits expected after \\u");
  if (code >= 0xD800 && code <= 0xDFFF) {
    code = pair_at(json->p, code);
    if (code < 0 && !json->lenient) return json_fail(json, "unpaired surrogate");
    if (code >= 0) json->p += 6;
  }
  json->p += 5;
  if (code < 0)
    add_replacement(json, out);
  else
    add_utf8(out, code);
  return true;
}

/* At the byte after a backslash. */
static bool add_escape(Json *json, luaL_Buffer *out) {
  static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
  if (*json->p == 'u') return add_unicode_escape(json, out);
  const char *name = *json->p ? strchr(names, *json->p) : NULL;
  if (name == NULL) return json_fail(json, "unknown escape");
  luaL_addchar(out, values[name - names]);
  json->p++;
  return true;
}

/* At the first byte that does not stand for itself. */
static bool add_rewritten(Json *json, luaL_Buffer *out) {
  if (*json->p == '\\') return json->p++, add_escape(json, out);
  json->p += subpart_length((const unsigned char *)json->p);
  add_replacement(json, out);
  return true;
}

/* `run` is the start of the literal text that ends at p. */
static bool rewritten_string(Json *json, const char *run) {
  luaL_Buffer out;
  luaL_buffinit(json->L, &out);
  json->is_broken = false;
  while (*json->p != '"') {
    luaL_addlstring(&out, run, (size_t)(json->p - run));
    if (!add_rewritten(json, &out)) return false;
    run = json->p;
    if (!skip_literal(json)) return false;
  }
  luaL_addlstring(&out, run, (size_t)(json->p - run));
  luaL_pushresult(&out);
  json->p++;
  json->replaced += json->is_broken;
  return true;
}

bool json_read_string(Json *json) {
  const char *run = ++json->p;
  if (!skip_literal(json)) return false;
  if (*json->p != '"') return rewritten_string(json, run);
  lua_pushlstring(json->L, run, (size_t)(json->p - run));
  json->p++;
  return true;
}
