/* One request and its answer. Lua owns a Transfer as userdata; while it is in one of its Http's lists, the Http may
** end it. Either may be collected first: a Transfer leaves the list it is in, an Http detaches what it still has. */
#ifndef ALIOTA_TRANSFER_H
#define ALIOTA_TRANSFER_H

#include <curl/curl.h>
#include <stdbool.h>
#include <sys/types.h>

#include "bytes.h"
#include "compat.h"
#include "gzip.h"
#include "list.h"
#include "visibility.h"

typedef enum { TRANSFER_QUEUED, TRANSFER_RUNNING, TRANSFER_DONE, TRANSFER_TAKEN } TransferState;

typedef struct {
  List queued, running, finished;
  CURLM *multi; /* owned by the Http */
  pid_t pid;    /* of the process the multi handle was made in; no other may touch it */
  int active;   /* queued and running */
} TransferLists;

typedef struct {
  Node node;            /* must stay first: lists link nodes */
  List *list;           /* the list it is in, or NULL */
  TransferLists *lists; /* of its Http; NULL once that is closed */
  int id;               /* its key in the Http's table of transfers */
  TransferState state;
  CURL *easy;                 /* owned until done */
  struct curl_slist *headers; /* owned until done */
  Bytes head, body;           /* owned; the head without its lines' meaning */
  int head_lines;             /* that came, those of earlier heads included */
  bool has_body;              /* its first bytes came */
  Gzip gzip;                  /* open while the body has to be unpacked */
  bool is_unreadable;         /* the body is packed in another way, or damaged */
  CURLcode code;
  long os_errno;
  bool cancelled;
  long status;
  long proxy_status; /* that a proxy answered to CONNECT; 0 where none was asked */
  long proxy_error;  /* a CURLproxycode, of a SOCKS proxy */
  long local_port;   /* of its connection; 0 where there never was one */
  double seconds;
  double sent; /* when its request last began to go out, in clock_now's seconds; 0 before that */
  char message[CURL_ERROR_SIZE];
} Transfer;

static inline Transfer *transfer_of(Node *node) { return (Transfer *)(void *)node; }

/* Set an option of `easy`, unless `code` says that one before was refused. */
#define SET(option, value) (code = code == CURLE_OK ? curl_easy_setopt(easy, option, value) : code)

INTERNAL_BEGIN

/* [-0, +1, m] Push an empty Transfer that owns nothing yet. */
Transfer *push_transfer(lua_State *L);

/* [-0, +0, e] transfer_request.c: set the transfer up as the table at `table` says. Raises if that makes no sense;
** what was acquired until then belongs to the transfer. */
void transfer_configure(lua_State *L, int table, Transfer *transfer);

/* transfer_response.c: let libcurl hand what comes back to the transfer. */
CURLcode transfer_receive(CURL *easy, Transfer *transfer);

/* Nothing more will come: what became of the transfer, which libcurl takes to have ended with `code`. */
CURLcode transfer_end_response(Transfer *transfer, CURLcode code);

/* What came back, taken out of a transfer. */
typedef struct Response Response;

/* [-0, +1, m] Push an empty Response with room for what the transfer has. */
Response *push_response(lua_State *L, const Transfer *transfer);

/* Hand the bytes over. */
void response_take(Response *response, Transfer *transfer);
void response_free(Response *response);

/* [-0, +2, m] Push its headers, by name in lower case, and its body. */
void response_push_content(lua_State *L, Response *response);

/* Move into another list, or out of all with NULL. */
void transfer_move(Transfer *transfer, List *list);

/* Let go of the network: called when libcurl is done with it, and when it is cancelled. */
void transfer_finish(Transfer *transfer, CURLcode code);

/* End it at once, wherever it is; it ends up done, with the failure "cancelled". */
void transfer_cancel(Transfer *transfer);

/* [-0, +0, m] Make the metatables known. */
void register_transfer(lua_State *L);
void register_response(lua_State *L);

INTERNAL_END

#endif
