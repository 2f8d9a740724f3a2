/* The rows: the objects of one array of which the caller of json.decode wants more than a table each. */
#ifndef ALIOTA_JSON_ROWS_H
#define ALIOTA_JSON_ROWS_H

#include <stdbool.h>

#include "compat.h"
#include "fingerprint_hash.h"
#include "visibility.h"

typedef struct Json Json;

typedef struct {
  bool are_wanted;
  int path, id, metatable, values,
      fields; /* stack slots of what the schema holds; fields is nil where all are wanted */
  int length; /* of the path */
  int met;    /* how many of its keys lead to where the decoder is */
  int slot;   /* of the userdata in which `ids` are, those of the rows so far */
  Fingerprint *ids;
  size_t count, capacity;
  Fingerprint current; /* of the row that is being read; 0 while it has none */
  bool is_whole;       /* there is one for each element */
} Rows;

/* What a member is to a row. The id may be wanted for no more than telling rows apart. */
typedef enum { PLAIN, LOOKED_UP, ID, UNWANTED, UNWANTED_ID } Role;

static inline bool json_is_wanted(Role role) { return role < UNWANTED; }

INTERNAL_BEGIN

/* [-0, +6, e] Take the schema {path =, id =, metatable =, values =, fields =} at index: what it holds stays on the
** stack. */
Rows json_check_schema(lua_State *L, int index);

/* [-0, +0, -] Go along the path if the key on top, of an object, is the next on it; then whoever has read its value
** goes back by one. The path may have been met before: what was there then counts no more. */
bool json_enter_path(Json *json);

/* Whether the array that is being read is the one at the end of the path. */
bool json_is_at_rows(const Json *json);

/* [-0, +0, -] What a row's member is whose key is on top. */
Role json_role(Json *json);

/* [-1, +1, e] Replace the value on top by what the table for the key below it has for it. Metamethods are asked. */
void json_look_up(Json *json);

/* The array begins. */
void json_begin_ids(Json *json);

/* [-0, +0, -] The value on top is the id of the row that is being read. */
void json_note_id(Json *json);

/* [-0, +0, e] At the id of the row that is being read, which is wanted for that alone: note it, and pass over it. */
bool json_skip_id(Json *json);

/* [-0, +0, m] The row is through. */
void json_add_id(Json *json);

/* So many elements has the array, objects or not. */
void json_end_ids(Json *json, int elements);

/* [-0, +(0|1), m] Push the ids as fingerprints.of would, unless an element has none. Return how many values these
** are. */
int json_push_ids(Json *json);

INTERNAL_END

#endif
