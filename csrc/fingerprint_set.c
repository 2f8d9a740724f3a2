/* A set of fingerprints: how it grows, and its dumps. */
#include "fingerprint_set.h"

#include <openssl/evp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CAPACITY 64

/* Base64 in whole groups: three fingerprints take 32 characters. */
#define GROUP 3
#define GROUP_BYTES 24
#define GROUP_TEXT 32

/* ---- growth ---- */

/* 4/5 is where the 100,000 rows of a window fit into 2^17 slots. What no machine of this kind can hold is SIZE_MAX. */
static size_t capacity_for(size_t count) {
  size_t capacity = FIRST_CAPACITY;
  while (count > capacity / 5 * 4) {
    if (capacity > SIZE_MAX / 2) return SIZE_MAX;
    capacity *= 2;
  }
  return capacity;
}

/* Replace the slots by others, all empty, which the set then owns. */
static void move_slots(FingerprintSet *set, Fingerprint *slots, size_t capacity) {
  FingerprintSet larger = {.slots = slots, .capacity = capacity};
  for (size_t i = 0; i < set->capacity; i++)
    if (set->slots[i] != 0) set_insert(&larger, set->slots[i]);
  free(set->slots);
  *set = larger;
}

bool set_reserve(FingerprintSet *set, size_t more) {
  size_t capacity = capacity_for(more < SIZE_MAX - set->count ? set->count + more : SIZE_MAX);
  if (capacity <= set->capacity) return true;
  Fingerprint *slots = calloc(capacity, sizeof *slots);
  if (slots == NULL) return false;
  move_slots(set, slots, capacity);
  return true;
}

void set_free(FingerprintSet *set) {
  free(set->slots);
  memset(set, 0, sizeof *set);
}

/* Whether slot i holds a fingerprint that is not in `except`. */
static bool is_other(const FingerprintSet *set, size_t i, const FingerprintSet *except) {
  Fingerprint id = set->slots[i];
  return id != 0 && *set_find(except, id) != id;
}

bool set_insert_difference(FingerprintSet *set, const FingerprintSet *all, const FingerprintSet *except) {
  size_t count = 0;
  for (size_t i = 0; i < all->capacity; i++) count += is_other(all, i, except);
  if (!set_reserve(set, count)) return false;
  for (size_t i = 0; i < all->capacity; i++)
    if (is_other(all, i, except)) set_insert(set, all->slots[i]);
  return true;
}

/* ---- dumps ---- */

size_t set_dump_size(size_t count) { return count / GROUP * GROUP_TEXT + GROUP_TEXT + 1; }

size_t set_dump_count(size_t length) { return length / GROUP_TEXT * GROUP + GROUP; }

/* Write at most 32 characters and a NUL; return how many characters. */
static size_t encode_group(char *text, const Fingerprint *ids, size_t count) {
  unsigned char bytes[GROUP_BYTES];
  for (size_t i = 0; i < 8 * count; i++) bytes[i] = (unsigned char)(ids[i / 8] >> (56 - 8 * (i % 8)));
  return (size_t)EVP_EncodeBlock((unsigned char *)text, bytes, (int)(8 * count));
}

/* Return how many fingerprints these characters are, or 0 if they are not exactly what encode_group would write:
** libcrypto's decoder by itself lets blanks, stray '=' and stray bits pass. */
static size_t decode_group(Fingerprint *ids, const char *text, size_t length) {
  unsigned char bytes[GROUP_BYTES] = {0};
  char again[GROUP_TEXT + 1];
  if (EVP_DecodeBlock(bytes, (const unsigned char *)text, (int)length) < 0) return 0;
  size_t count = length * 3 / 4 / 8;
  memset(ids, 0, count * sizeof *ids);
  for (size_t i = 0; i < 8 * count; i++) ids[i / 8] = ids[i / 8] << 8 | bytes[i];
  return encode_group(again, ids, count) == length && memcmp(again, text, length) == 0 ? count : 0;
}

char *set_dump(const FingerprintSet *set, char *text) {
  Fingerprint ids[GROUP];
  size_t left = set->count, count = 0;
  for (const Fingerprint *slot = set->slots; left > 0; slot++) {
    if (*slot == 0) continue;
    ids[count++] = *slot;
    if (--left > 0 && count < GROUP) continue;
    text += encode_group(text, ids, count);
    count = 0;
  }
  return text;
}

const char *set_load(FingerprintSet *set, const char *text, size_t length) {
  Fingerprint ids[GROUP];
  while (length > 0) {
    size_t taken = length < GROUP_TEXT ? length : GROUP_TEXT, count = decode_group(ids, text, taken);
    if (count == 0) return "damaged dump: not the base64 of whole fingerprints";
    for (size_t i = 0; i < count; i++) {
      if (ids[i] == 0) return "damaged dump: no text has the fingerprint 0";
      if (!set_insert(set, ids[i])) return "damaged dump: a fingerprint is there twice";
    }
    text += taken;
    length -= taken;
  }
  return NULL;
}
