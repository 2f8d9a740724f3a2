/* Sockets in an epoll descriptor, by their numbers: what each is watched for there, and whether anybody wants to know.
** A connection's socket that is no longer wanted stays watched until it tells something or is closed: where it is kept
** for the next request, that saves taking it out and putting it back. Of other sockets, as of a name look-up, nobody
** learns when they are closed, so they are taken out at once. */
#ifndef ALIOTA_SOCKETS_H
#define ALIOTA_SOCKETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "visibility.h"

typedef struct {
  uint8_t watched, wanted; /* EPOLLIN, EPOLLOUT */
  bool is_connection;      /* from sockets_open until sockets_close */
} Socket;

typedef struct {
  Socket *by_fd; /* owned */
  size_t room;
  int wanted; /* how many are */
} Sockets;

INTERNAL_BEGIN

/* Make room for what is known of a socket. False when there is no memory. */
bool sockets_expect(Sockets *sockets, int fd);

/* This is a connection's, which sockets_close will be told of. */
void sockets_open(Sockets *sockets, int fd);

/* It is about to be closed, and its number to be another's. Left to the system, it would go on to tell things for as
** long as a forked child has it open. */
void sockets_close(Sockets *sockets, int epoll, int fd);

/* Watch a socket for these events of epoll. One that the system refuses to watch just never tells anything. */
void sockets_want(Sockets *sockets, int epoll, int fd, uint8_t events);

/* Nobody wants to know of it any more. */
void sockets_unwant(Sockets *sockets, int epoll, int fd);

/* Whether somebody wants to know what it has told; if not, it does not tell again. */
bool sockets_hear(Sockets *sockets, int epoll, int fd);

/* Free what is owned. Again does nothing. */
void sockets_free(Sockets *sockets);

INTERNAL_END

#endif
