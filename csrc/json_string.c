/* Strings: UTF-8 checked, escapes resolved, NUL is data like any other. A lenient decoder reads U+FFFD for each half of
** a surrogate pair, and for each maximal subpart of a sequence that is ill-formed (Unicode, 3.9). */
#include <stdint.h>
#include <string.h>

#include "ascii.h"
#include "json.h"
#include "word.h"

static inline bool is_plain(unsigned char c) { return c >= 0x20 && c < 0x80 && c != '"' && c != '\\'; }

/* Marks the first of eight bytes that is not plain, and maybe some behind it; 0 when all are plain. */
static inline uint64_t mark_special(uint64_t word) {
  uint64_t quote = word ^ EACH_BYTE('"'), backslash = word ^ EACH_BYTE('\\');
  uint64_t low = word - EACH_BYTE(0x20), no_quote = quote - EACH_BYTE(1), no_backslash = backslash - EACH_BYTE(1);
  return (word | low | no_quote | no_backslash) & EACH_BYTE(0x80);
}

/* The first byte that is not plain; the NUL at the end is none. */
static inline const char *skip_plain(const char *p, const char *end) {
  for (; end - p >= 8; p += 8) {
    uint64_t marks = mark_special(word_at(p));
    if (marks != 0) return p + first_marked_byte(marks);
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

/* The code point of which this half of a surrogate pair, at the 'u' of "\uXXXX", is the first; -1 when none is. */
static int pair_at(const char *p, int half) {
  int low = half < 0xDC00 && p[5] == '\\' && p[6] == 'u' ? hex_unit(p + 7) : -1;
  return low >= 0xDC00 && low <= 0xDFFF ? 0x10000 + ((half - 0xD800) << 10) + (low - 0xDC00) : -1;
}

/* What stands in the place of what is no character; no code point. */
#define BROKEN (-1)

/* At the 'u' of "\uXXXX"; takes the second half of a surrogate pair along. */
static bool read_unicode_escape(Json *json, int *code) {
  *code = hex_unit(json->p + 1);
  if (*code < 0) return json_fail(json, "four hex digits expected after \\u");
  if (*code >= 0xD800 && *code <= 0xDFFF) {
    *code = pair_at(json->p, *code);
    if (*code < 0 && !json->lenient) return json_fail(json, "unpaired surrogate");
    if (*code >= 0) json->p += 6;
  }
  json->p += 5;
  return true;
}

/* At the byte after a backslash. */
static bool read_escape(Json *json, int *code) {
  static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
  if (*json->p == 'u') return read_unicode_escape(json, code);
  const char *name = *json->p ? strchr(names, *json->p) : NULL;
  if (name == NULL) return json_fail(json, "unknown escape");
  *code = values[name - names];
  json->p++;
  return true;
}

/* At the first byte that does not stand for itself: move past what stands for one code point, or is BROKEN. */
static bool read_special(Json *json, int *code) {
  if (*json->p == '\\') return json->p++, read_escape(json, code);
  json->p += subpart_length((const unsigned char *)json->p);
  *code = BROKEN;
  return true;
}

/* [-0, +1, m] At the end of the literal text from `run` on, where something else than the quote is. */
static bool read_rewritten(Json *json, const char *run) {
  bool is_broken = false;
  luaL_Buffer out;
  luaL_buffinit(json->L, &out);
  while (*json->p != '"') {
    int code;
    luaL_addlstring(&out, run, (size_t)(json->p - run));
    if (!read_special(json, &code)) return false;
    is_broken |= code == BROKEN;
    add_utf8(&out, code == BROKEN ? 0xFFFD : code);
    run = json->p;
    if (!skip_literal(json)) return false;
  }
  luaL_addlstring(&out, run, (size_t)(json->p - run));
  luaL_pushresult(&out);
  json->p++;
  json->replaced += is_broken;
  return true;
}

bool json_read_string(Json *json) {
  const char *run = ++json->p;
  json->p = skip_plain(run, json->end);
  if (*json->p != '"' && !skip_literal(json)) return false;
  if (*json->p != '"') return read_rewritten(json, run);
  lua_pushlstring(json->L, run, (size_t)(json->p - run));
  json->p++;
  return true;
}

/* At the first byte of a string that is not plain. */
static bool skip_rest(Json *json, bool *is_literal) {
  bool is_broken = false;
  if (!skip_literal(json)) return false;
  *is_literal = *json->p == '"';
  while (*json->p != '"') {
    int code;
    if (!read_special(json, &code)) return false;
    is_broken |= code == BROKEN;
    if (!skip_literal(json)) return false;
  }
  json->p++;
  json->replaced += is_broken;
  return true;
}

bool json_skip_string(Json *json, bool *is_literal) {
  json->p = skip_plain(json->p + 1, json->end);
  if (*json->p != '"') return skip_rest(json, is_literal);
  json->p++;
  return *is_literal = true;
}
