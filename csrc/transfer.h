/* One request and its answer. Lua has a handle of a Transfer; while this is in one of a Multi's lists, that may end it.
** Either may be collected first: a Transfer leaves the list it is in, a Multi detaches what it still has. */
#ifndef ALIOTA_TRANSFER_H
#define ALIOTA_TRANSFER_H

#include <curl/curl.h>
#include <stdbool.h>

#include "bytes.h"
#include "compat.h"
#include "gzip.h"
#include "list.h"
#include "multi.h"
#include "visibility.h"

typedef enum { TRANSFER_QUEUED, TRANSFER_RUNNING, TRANSFER_DONE, TRANSFER_TAKEN } TransferState;

struct Transfer {
  Node node;    /* must stay first: lists link nodes */
  List *list;   /* the list it is in, or NULL */
  Multi *multi; /* NULL before it is queued and once that is closed */
  int id;       /* its key in the Http's tables */
  TransferState state;
  CURL *easy;                 /* owned until done */
  struct curl_slist *headers; /* owned until done */
  Bytes head, body;           /* owned; the head without its lines' meaning */
  int head_lines;             /* that came, those of earlier heads included */
  bool has_body;              /* its first bytes came */
  Gzip gzip;                  /* open while the body has to be unpacked */
  bool is_unreadable;         /* the body is packed in another way, or damaged */
  bool lacks_memory;          /* for what came */
  CURLcode code;
  long os_errno;
  int socket_errno; /* why there was no socket, if descriptors or memory were lacking; or 0 */
  bool cancelled;
  long status;
  long http_version;  /* one of libcurl's CURL_HTTP_VERSION_ that the answer came by; 0 where it does not know */
  long proxy_status;  /* that a proxy answered to CONNECT; 0 where none was asked */
  long proxy_error;   /* a CURLproxycode, of a SOCKS proxy */
  long proxy_verdict; /* what OpenSSL says against the certificate of a proxy of https; 0 for nothing */
  long local_port;    /* of its connection; 0 where there never was one */
  double seconds;
  bool is_answered; /* the first byte came */
  double waited;    /* from when its request began to go out to the first byte of the answer */
  double sent;      /* when its request last began to go out, in clock_now's seconds; 0 before that */
  char message[CURL_ERROR_SIZE];
};

static inline Transfer *transfer_of(Node *node) { return (Transfer *)(void *)node; }

INTERNAL_BEGIN

/* The tables in an Http's user value, both by id. Handles are weak there, so that one that nobody waits for any more is
** collected and its transfer so cancelled. */
enum { HTTP_HANDLES = 1, HTTP_TRANSFERS };

/* [-0, +1, m] Push the handle of an empty Transfer that owns nothing yet. It keeps the Http at 1, which knows it by its
** id. */
Transfer *push_transfer(lua_State *L, int id);

/* Move into another list, or out of all with NULL. */
void transfer_move(Transfer *transfer, List *list);

/* Let go of the network: called when libcurl is done with it, and when it is cancelled. */
void transfer_finish(Transfer *transfer, CURLcode code);

/* End it at once, wherever it is; it ends up done, with the failure "cancelled". One that is not under way stays as it
** is. */
void transfer_cancel(Transfer *transfer);

/* [-0, +0, m] Make the metatables known. */
void register_transfer(lua_State *L);

INTERNAL_END

#endif
