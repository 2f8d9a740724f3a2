/* What the parts of the decoder share. Each reader starts at `p`, pushes one Lua value and returns true, or records an
** error at `p` and returns false; json_decode then clears the stack. A Lua string ends in a NUL byte that no grammar
** accepts, so looking one byte past an accepted byte is always allowed. */
#ifndef ALIOTA_JSON_H
#define ALIOTA_JSON_H

#include <stdbool.h>

#include "compat.h"
#include "visibility.h"

typedef struct {
  lua_State *L;
  const char *start, *p, *end; /* the text belongs to the caller's Lua string */
  const char *error;           /* a literal, or NULL */
  int depth;
  bool nulls_absent; /* a member that is null is left out of its table */
} Json;

static inline bool json_fail(Json *json, const char *error) {
  json->error = error;
  return false;
}

static inline void json_skip_blanks(Json *json) {
  while ((unsigned char)*json->p <= ' ' &&
         (*json->p == ' ' || *json->p == '\n' || *json->p == '\r' || *json->p == '\t'))
    json->p++;
}

/* Between a key and its value. */
static inline bool json_colon(Json *json) {
  json_skip_blanks(json);
  if (*json->p != ':') return json_fail(json, "':' expected");
  json->p++;
  json_skip_blanks(json);
  return true;
}

/* [-2, +0, m] table[key] = value for the two topmost values. The last of two equal keys wins. Of all values only null
** ends in an l, which is cheaper to see than to ask for the type of each. */
static inline void json_store_member(Json *json) {
  if (json->nulls_absent && json->p[-1] == 'l') {
    lua_pop(json->L, 1);
    lua_pushnil(json->L);
  }
  lua_rawset(json->L, -3);
}

INTERNAL_BEGIN

bool json_read_value(Json *json);
bool json_read_string(Json *json);              /* at the opening quote */
bool json_read_number(Json *json);              /* at '-' or a digit */
bool json_read_records(Json *json, int *count); /* objects of one array, from the first '{' on */

INTERNAL_END

#endif
