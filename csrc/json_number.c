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

typedef struct {
  const char *from, *digits;
  bool is_float;
} Number;

/* Move past a number. */
static bool skip_number(Json *json, Number *number) {
  number->from = json->p;
  if (*json->p == '-') json->p++;
  number->digits = json->p;
  if (!skip_digits(json)) return false;
  if (*number->digits == '0' && json->p - number->digits > 1) {
    json->p = number->digits + 1;
    return json_fail(json, "number with a leading zero");
  }
  number->is_float = *json->p == '.' || *json->p == 'e' || *json->p == 'E';
  return !number->is_float || skip_fraction_and_exponent(json);
}

bool json_skip_number(Json *json) {
  Number number;
  return skip_number(json, &number);
}

bool json_read_number(Json *json) {
  Number number;
  if (!skip_number(json, &number)) return false;
  bool negative = number.digits > number.from;
  if (number.is_float)
    push_float(json, number.from);
  else if (negative && *number.digits == '0') /* an integer has no negative zero */
    lua_pushnumber(json->L, -0.0);
  else if (!push_integer(json, number.digits, negative))
    lua_pushlstring(json->L, number.from, (size_t)(json->p - number.from));
  return true;
}
