/* Transfers under way: a curl multi handle with the lists that its transfers are in and the poller that drives it, in
** the one process that may touch it. Knows no Lua. Never blocks unless the poller is told to wait. */
#ifndef ALIOTA_MULTI_H
#define ALIOTA_MULTI_H

#include <curl/curl.h>
#include <stdbool.h>

#include "list.h"
#include "poller.h"
#include "spares.h"
#include "visibility.h"

typedef struct Transfer Transfer;

typedef struct {
  CURLM *handle;                  /* owned; NULL when closed */
  long forks;                     /* by which the process that it was opened in is told from others */
  Poller poller;                  /* open while the handle is; may not move then */
  List queued, running, finished; /* of Transfers, which somebody else owns */
  int active;                     /* queued and running */
  Spares spares;                  /* room for bodies */
  double distrusted;              /* when a server last was, in clock_now's seconds; 0 for never */
  bool is_trust_old;              /* nothing was started since then */
} Multi;

INTERNAL_BEGIN

/* Open a Multi that is all zeros or closed. False, with nothing acquired, when the system has no memory or descriptors
** left: errno says which, or is 0 when it was libcurl that had no memory. */
bool multi_open(Multi *multi);

/* Whether this process is a forked child of the one that opened it. The two share sockets and epoll: a child that
** touched them would break its parent's transfers. */
bool multi_is_inherited(const Multi *multi);

/* Detach every transfer, so that those under way end as cancelled, and close the connections. In a forked child what it
** shares with its parent is left alone for good. Again does nothing. */
void multi_close(Multi *multi);

/* Take a configured transfer that is in no list. Touches no network. */
void multi_queue(Multi *multi, Transfer *transfer);

/* Start what is queued, move what can move, note what is finished: at most `events` events (from 1 to POLLER_EVENTS), 8
** starts and about 2 ms. */
void multi_step(Multi *multi, int events);

/* Whom a transfer trusts is to be read again, as a server was distrusted. */
void multi_distrust(Multi *multi);

/* Take the transfer that finished first out of the list; NULL if there is none. */
Transfer *multi_pop(Multi *multi);

INTERNAL_END

#endif
