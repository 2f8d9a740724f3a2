/* How a curl multi handle learns what its sockets, its timer and its user want.
** poller_epoll.c (Linux) puts them all behind one descriptor that any event loop can watch; poller_portable.c leaves
** the waiting to libcurl and has no descriptor. */
#ifndef ALIOTA_POLLER_H
#define ALIOTA_POLLER_H

#include <curl/curl.h>
#include <stdbool.h>

#include "visibility.h"

#if defined(__linux__) && !defined(ALIOTA_PORTABLE_POLLER)
#define ALIOTA_EPOLL 1
#endif

#define POLLER_EVENTS 16 /* the most that one dispatch takes */

#if ALIOTA_EPOLL
#include <sys/epoll.h>

#include "sockets.h"

/* What the system has told and nobody has acted on yet. */
typedef struct {
  struct epoll_event events[POLLER_EVENTS];
  int next, count;
} Ready;
#endif

typedef struct {
  CURLM *handle; /* not owned */
#if ALIOTA_EPOLL
  int epoll, timer, wake; /* owned; -1 when not open */
  bool is_shown;          /* somebody else watches `epoll`, so that it must tell of everything */
  bool awake;             /* there is new work */
  bool is_signalled;      /* `wake` is readable */
  double due;             /* when libcurl wants to be called, in clock_now's seconds; 0 for not at all */
  double armed;           /* when `timer` expires, which may be too early; 0 for not at all */
  int alarm;              /* owned; -1 until it is set for the first time */
  double alarm_at;        /* in clock_now's seconds; 0 when it is not set */
  Ready ready;
  Sockets sockets;
#endif
} Poller;

INTERNAL_BEGIN

/* Attach to a multi handle without transfers. False, and closed, when the system is out of descriptors (see errno). */
bool poller_open(Poller *poller, CURLM *handle);
void poller_close(Poller *poller);

/* Before its transfer starts: have an easy handle say when it closes a socket. */
void poller_adopt(Poller *poller, CURL *easy);

/* Before libcurl has a new socket: make room for what is known of it. False when there is no memory; nobody could tell
** what the socket is ready for then. */
bool poller_expect(Poller *poller, int fd);

/* The pollable descriptor, from now on readable when poller_dispatch has something to do; -1 where there is none. Until
** somebody asks for it, nothing goes through the kernel that need not. */
int poller_fd(Poller *poller);

/* Say that there is new work, and that it is taken care of. */
void poller_wake(Poller *poller);
void poller_rest(Poller *poller);

/* Make the descriptor readable at a time (clock_now's seconds), once; of several the earliest counts. False when the
** system is out of descriptors (see errno), or there is none to make readable. */
bool poller_set_alarm(Poller *poller, double at);

/* Let libcurl act on what is ready: with epoll on at most `events` events (from 1 to POLLER_EVENTS) and until the time
** `deadline` (clock_now's seconds), without it on everything. Never blocks. False when libcurl cannot go on: then no
** transfer that is under way will ever end by itself. */
bool poller_dispatch(Poller *poller, int events, double deadline);

/* Block until there is something to do, at most `milliseconds`; a signal ends it early. */
void poller_wait(Poller *poller, int milliseconds);

INTERNAL_END

#endif
