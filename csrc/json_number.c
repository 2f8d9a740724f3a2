/* Numbers: RFC 8259's grammar. What the VM cannot hold exactly comes back as its digits in a string. */
#include <math.h>
#include <stdint.h>

#include "ascii.h"
#include "json.h"

/* Move past one digit at least. */
static bool skip_digits(Json *json) {
  if (!ascii_is_digit(*json->p)) return json_fail(json, "digit expected");
  while (ascii_is_digit(*json->p)) json->p++;
  return true;
}

/* [-0, +(0|1), -] Push the digits from `from` to p as an integer; false, pushing nothing, when the VM cannot hold it.
 */
static bool push_integer(Json *json, const char *from, bool negative) {
  uint64_t value = 0, largest = negative ? 0 - (uint64_t)LEAST_WHOLE : (uint64_t)MOST_WHOLE;
  for (; from < json->p; from++) {
    uint64_t digit = (uint64_t)(*from - '0');
    if (value > (largest - digit) / 10) return false;
    value = value * 10 + digit;
  }
  lua_pushwhole(json->L, (int64_t)(negative ? 0 - value : value));
  return true;
}

/* [-0, +1, m] Push the text from `from` to p as a number, as Lua's own conversion reads it. What that cannot read
** (LuaJIT, an exponent of many digits; Lua 5.1, a locale with a decimal comma) and infinity, which has no place in
** JSON, keep their digits. */
static void push_float(Json *json, const char *from) {
  lua_pushlstring(json->L, from, (size_t)(json->p - from));
  lua_Number value = lua_tonumber(json->L, -1);
  if (isinf(value) || (value == 0 && !lua_isnumber(json->L, -1))) return;
  lua_pop(json->L, 1);
  lua_pushnumber(json->L, value);
}

/* Move past what makes a float of a number, if it is there. */
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
