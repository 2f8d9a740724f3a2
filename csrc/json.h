/* What the parts of the decoder share. Each reader starts at `p`, pushes one Lua value and returns true, or records an
** error at `p` and returns false; json_decode then clears the stack. A Lua string ends in a NUL byte that no grammar
** accepts, so looking one byte past an accepted byte is always allowed. */
#ifndef ALIOTA_JSON_H
#define ALIOTA_JSON_H

#include <stdbool.h>

#include "compat.h"
#include "fingerprint_hash.h"
#include "visibility.h"

/* What becomes of the objects of one array (json_dress.c). */
typedef struct {
  bool given;
  int path, id, metatable, values; /* stack slots of what json.decode was given */
  int length;                      /* of the path */
  int met;                         /* how many of its keys lead to where the decoder is */
  int slot;                        /* of the userdata in which `ids` are, those of the objects so far */
  Fingerprint *ids;
  size_t count, capacity;
  Fingerprint current; /* of the object that is being read; 0 while it has none */
  bool is_whole;       /* there is one for each element */
} Dress;

/* What a member is to a dress. */
typedef enum { PLAIN, LOOKED_UP, ID } Role;

typedef struct {
  lua_State *L;
  const char *start, *p, *end; /* the text belongs to the caller's Lua string */
  const char *error;           /* a literal, or NULL */
  int depth;
  bool nulls_absent; /* a member that is null is left out of its table */
  bool lenient;      /* texts may hold what is no character; it becomes U+FFFD */
  bool is_broken;    /* whether the text that was rewritten last did */
  int replaced;      /* how many did */
  Dress dress;
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

Dress json_check_dress(lua_State *L, int index);
bool json_enter_path(Json *json);
bool json_is_dressed(const Json *json);
Role json_role(Json *json);
void json_look_up(Json *json);
void json_begin_ids(Json *json);
void json_note_id(Json *json);
void json_add_id(Json *json);
void json_end_ids(Json *json, int elements);
int json_push_ids(Json *json);

INTERNAL_END

#endif
