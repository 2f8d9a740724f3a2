/* What the parts of the decoder share. Each reader starts at `p`, [-0, +1, e] pushes one Lua value and returns true, or
** records an error at `p` and returns false; json_decode then clears the stack. A Lua string, as a Body,
** ends in a NUL byte that no grammar accepts, so looking one byte past an accepted byte is always allowed. Whoever
** nests sees to the stack's room. */
#ifndef ALIOTA_JSON_H
#define ALIOTA_JSON_H

#include <stdbool.h>
#include <string.h>

#include "compat.h"
#include "json_rows.h"
#include "visibility.h"

#define JSON_MAX_DEPTH 128

struct Json {
  lua_State *L;
  const char *start, *p, *end; /* the text belongs to the caller's Lua string */
  const char *error;           /* a literal, or NULL */
  int depth;
  bool nulls_absent; /* a member that is null is left out of its table */
  bool lenient;      /* texts may hold what is no character; it becomes U+FFFD */
  int replaced;      /* how many did */
  int names;         /* stack slot of the table that says under which key a member is stored; 0: under its own */
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

/* Move past the word that must be at p. */
static inline bool json_skip_word(Json *json, const char *word, size_t length) {
  if (strncmp(json->p, word, length) != 0) return json_fail(json, "value expected");
  json->p += length;
  return true;
}

/* No value begins with the byte at p. */
static inline bool json_fail_at_value(Json *json) {
  return json_fail(json, json->p == json->end ? "text ends early" : "value expected");
}

/* Between a key and its value. */
static inline bool json_skip_colon(Json *json) {
  json_skip_blanks(json);
  if (*json->p != ':') return json_fail(json, "':' expected");
  json->p++;
  json_skip_blanks(json);
  return true;
}

/* One level down, at '{' or '['. */
static inline bool json_enter(Json *json) {
  return ++json->depth <= JSON_MAX_DEPTH || json_fail(json, "nested too deep");
}

INTERNAL_BEGIN

bool json_read_value(Json *json);
bool json_read_string(Json *json); /* at the opening quote */
bool json_read_number(Json *json); /* at '-' or a digit */
bool json_read_object(Json *json); /* at the '{' */

/* Pass over what json_read_value and the others would read, as strictly, and push nothing. [-0, +0, -] */
bool json_skip_value(Json *json);
bool json_skip_string(Json *json, bool *is_literal); /* whether all its bytes stand for themselves */
bool json_skip_number(Json *json);

/* [-0, +0, e] Read objects for as long as objects follow, from the first one's '{' on, into the array on top, which has
** *count elements. Leaves p at what should be ',' or ']'. */
bool json_read_records(Json *json, int *count);

INTERNAL_END

#endif
