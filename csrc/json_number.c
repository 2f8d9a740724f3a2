/* Numbers: RFC 8259's grammar. What the VM cannot hold exactly comes back as its digits in a string. */
#include <limits.h>
#include <math.h>
#include <stdint.h>

#include "ascii.h"
#include "json.h"

/* The magnitude up to which every integer has its own Lua number; below zero, int64 reaches one further. */
#if LUA_VERSION_NUM >= 503
#define LARGEST_EXACT ((uint64_t)LUA_MAXINTEGER)
#else
#define LARGEST_EXACT (UINT64_C(1) << 53)
#endif

static bool skip_digits(Json *json) {
  if (!ascii_is_digit(*json->p)) return json_fail(json, "digit expected");
  while (ascii_is_digit(*json->p)) json->p++;
  return true;
}

/* Push the digits from `from` to p as an integer; false, pushing nothing, when the VM cannot hold it. */
static bool push_integer(Json *json, const char *from, bool negative) {
  uint64_t value = 0, largest = LARGEST_EXACT + (negative && LUA_VERSION_NUM >= 503);
  for (; from < json->p; from++) {
    uint64_t digit = (uint64_t)(*from - '0');
    if (value > (largest - digit) / 10) return false;
    value = value * 10 + digit;
  }
#if LUA_VERSION_NUM >= 503
  lua_pushinteger(json->L, negative ? (lua_Integer)(0 - value) : (lua_Integer)value);
#else
  lua_pushnumber(json->L, negative ? -(lua_Number)value : (lua_Number)value);
#endif
  return true;
}

/* Lua's own conversion reads the text. What it cannot read (LuaJIT, an exponent of many digits; Lua 5.1, a locale with
** a decimal comma) and infinity, which has no place in JSON, keep their digits. */
static void push_float(Json *json, const char *from) {
  lua_pushlstring(json->L, from, (size_t)(json->p - from));
  lua_Number value = lua_tonumber(json->L, -1);
  if (isinf(value) || (value == 0 && !lua_isnumber(json->L, -1))) return;
  lua_pop(json->L, 1);
  lua_pushnumber(json->L, value);
}

static bool skip_fraction_and_exponent(Json *json) {
  if (*json->p == '.') {
    json->p++;
    if (!skip_digits(json)) return false;
  }
  if (*json->p == 'e' || *json->p == 'E') {
    json->p++;
    if (*json->p == '+' || *json->p == '-') json->p++;
    if (!skip_digits(json)) return false;
  }
  return true;
}

bool json_read_number(Json *json) {
  const char *from = json->p, *digits;
  bool negative = *json->p == '-';
  if (negative) json->p++;
  digits = json->p;
  if (!skip_digits(json)) return false;
  if (*digits == '0' && json->p - digits > 1) {
    json->p = digits + 1;
    return json_fail(json, "number with a leading zero");
  }
  if (*json->p != '.' && *json->p != 'e' && *json->p != 'E') {
    if (negative && *digits == '0') { /* an integer has no negative zero */
      lua_pushnumber(json->L, -0.0);
    } else if (!push_integer(json, digits, negative)) {
      lua_pushlstring(json->L, from, (size_t)(json->p - from));
    }
    return true;
  }
  if (!skip_fraction_and_exponent(json)) return false;
  push_float(json, from);
  return true;
}
