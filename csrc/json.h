/* What the parts of the decoder share. Each reader starts at `p`, [-0, +1, e] pushes one Lua value and returns true, or
** records an error at `p` and returns false; json_decode then clears the stack. A Lua string, as a Body,
** ends in a NUL byte that no grammar accepts, so looking one byte past an accepted byte is always allowed. Whoever
** nests sees to the stack's room. */
#ifndef ALIOTA_JSON_H
#define ALIOTA_JSON_H

#include <stdbool.h>

#include "compat.h"
#include "json_rows.h"
#include "visibility.h"

struct Json {
  lua_State *L;
  const char *start, *p, *end; /* the text belongs to the caller's Lua string */
  const char *error;           /* a literal, or NULL */
  int depth;
  bool nulls_absent; /* a member that is null is left out of its table */
  bool lenient;      /* texts may hold what is no character; it becomes U+FFFD */
  bool is_broken;    /* whether the text that was rewritten last did */
  int replaced;      /* how many did */
  Rows rows;
};

/* Note what is wrong at p. */
static inline bool json_fail(Json *json, const char *error) {
  json->error = error;
  return false;
}

static inline void json_skip_blanks(Json *json) {
  while ((unsigned char)*json->p <= ' ' &&
         (*json->p == ' ' || *json->p == '\n' || *json->p == '\r' || *json->p == '\t'))
    json->p++;
}

INTERNAL_BEGIN

bool json_read_value(Json *json);
bool json_read_string(Json *json); /* at the opening quote */
bool json_read_number(Json *json); /* at '-' or a digit */
bool json_read_object(Json *json); /* at the '{' */

/* [-0, +0, e] Read objects for as long as objects follow, from the first one's '{' on, into the array on top, which has
** *count elements. Leaves p at what should be ',' or ']'. */
bool json_read_records(Json *json, int *count);

INTERNAL_END

#endif
