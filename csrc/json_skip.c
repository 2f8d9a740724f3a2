/* Passes over what nobody wants: as strict as reading it, and nothing of it becomes a Lua value. */
#include "ascii.h"
#include "json.h"

/* At the '{'. */
static bool skip_object(Json *json) {
  bool is_literal;
  json->p++;
  json_skip_blanks(json);
  if (*json->p == '}') return json->p++, true;
  for (;;) {
    json_skip_blanks(json);
    if (*json->p != '"') return json_fail(json, "key expected");
    if (!json_skip_string(json, &is_literal) || !json_skip_colon(json) || !json_skip_value(json)) return false;
    json_skip_blanks(json);
    if (*json->p == '}') return json->p++, true;
    if (*json->p != ',') return json_fail(json, "',' or '}' expected");
    json->p++;
  }
}

/* At the '['. */
static bool skip_array(Json *json) {
  json->p++;
  json_skip_blanks(json);
  if (*json->p == ']') return json->p++, true;
  for (;;) {
    if (!json_skip_value(json)) return false;
    json_skip_blanks(json);
    if (*json->p == ']') return json->p++, true;
    if (*json->p != ',') return json_fail(json, "',' or ']' expected");
    json->p++;
    json_skip_blanks(json);
  }
}

static bool skip_nested(Json *json) {
  if (!json_enter(json)) return false;
  if (!(*json->p == '{' ? skip_object(json) : skip_array(json))) return false;
  json->depth--;
  return true;
}

bool json_skip_value(Json *json) {
  bool is_literal;
  switch (*json->p) {
    case '"': return json_skip_string(json, &is_literal);
    case '{':
    case '[': return skip_nested(json);
    case 't': return json_skip_word(json, "true", 4);
    case 'f': return json_skip_word(json, "false", 5);
    case 'n': return json_skip_word(json, "null", 4);
    case '-': return json_skip_number(json);
    default: return ascii_is_digit(*json->p) ? json_skip_number(json) : json_fail_at_value(json);
  }
}
