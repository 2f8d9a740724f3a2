/* Strings: UTF-8 checked, escapes resolved, NUL is data like any other. */
#include <stdint.h>
#include <string.h>

#include "json.h"

static inline bool is_plain(unsigned char c) { return c >= 0x20 && c < 0x80 && c != '"' && c != '\\'; }

#define EACH_BYTE(c) (UINT64_C(0x0101010101010101) * (c))

/* True when all eight bytes are plain. May say no wrongly next to a byte that is not plain, never yes. */
static inline bool is_plain_word(uint64_t word) {
  uint64_t quote = word ^ EACH_BYTE('"'), backslash = word ^ EACH_BYTE('\\');
  uint64_t low = word - EACH_BYTE(0x20), no_quote = quote - EACH_BYTE(1), no_backslash = backslash - EACH_BYTE(1);
  return ((word | low | no_quote | no_backslash) & EACH_BYTE(0x80)) == 0;
}

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

/* Length of the well-formed UTF-8 sequence at `s`, whose first byte is not ASCII; 0 when there is none. */
static int utf8_length(const unsigned char *s) {
  if (s[0] < 0xC2 || s[0] > 0xF4 || !is_tail(s[1])) return 0;
  if (s[0] < 0xE0) return 2;
  if ((s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] > 0x9F) || !is_tail(s[2])) return 0;
  if (s[0] < 0xF0) return 3;
  if ((s[0] == 0xF0 && s[1] < 0x90) || (s[0] == 0xF4 && s[1] > 0x8F) || !is_tail(s[3])) return 0;
  return 4;
}

/* Move past everything that stands for itself, up to a quote or a backslash. */
static bool skip_literal(Json *json) {
  for (;;) {
    json->p = skip_plain(json->p, json->end);
    unsigned char c = (unsigned char)*json->p;
    if (c == '"' || c == '\\') return true;
    if (c < 0x20) return json_fail(json, json->p == json->end ? "unfinished string" : "control character in a string");
    int length = utf8_length((const unsigned char *)json->p);
    if (length == 0) return json_fail(json, "invalid UTF-8");
    json->p += length;
  }
}

static int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/* Read the four digits after "\u"; -1 when they are not four. */
static int hex_unit(const char *p) {
  int unit = 0;
  for (int i = 0; i < 4; i++) {
    int digit = hex_value(p[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

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

/* At the 'u' of "\uXXXX"; takes the second half of a surrogate pair along. */
static bool add_unicode_escape(Json *json, luaL_Buffer *out) {
  int code = hex_unit(json->p + 1);
  if (code < 0) return json_fail(json, "four hex digits expected after \\u");
  if (code >= 0xD800 && code <= 0xDFFF) {
    int low = json->p[5] == '\\' && json->p[6] == 'u' ? hex_unit(json->p + 7) : -1;
    if (code >= 0xDC00 || low < 0xDC00 || low > 0xDFFF) return json_fail(json, "unpaired surrogate");
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    json->p += 6;
  }
  json->p += 5;
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

/* `run` is the start of the literal text that ends at the backslash at p. */
static bool string_with_escapes(Json *json, const char *run) {
  luaL_Buffer out;
  luaL_buffinit(json->L, &out);
  while (*json->p == '\\') {
    luaL_addlstring(&out, run, (size_t)(json->p - run));
    json->p++;
    if (!add_escape(json, &out)) return false;
    run = json->p;
    if (!skip_literal(json)) return false;
  }
  luaL_addlstring(&out, run, (size_t)(json->p - run));
  luaL_pushresult(&out);
  json->p++;
  return true;
}

bool json_read_string(Json *json) {
  const char *run = ++json->p;
  if (!skip_literal(json)) return false;
  if (*json->p == '\\') return string_with_escapes(json, run);
  lua_pushlstring(json->L, run, (size_t)(json->p - run));
  json->p++;
  return true;
}
