/* Sockets in an epoll descriptor, by their numbers. */
#include "poller.h"

#if ALIOTA_EPOLL

#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 64

/* NULL when there is no memory for it. */
static Socket *find(Sockets *sockets, int fd) {
  size_t room = sockets->room ? sockets->room : FIRST_ROOM;
  while (room <= (size_t)fd) room *= 2;
  if (room > sockets->room) {
    Socket *by_fd = realloc(sockets->by_fd, room * sizeof *by_fd);
    if (by_fd == NULL) return NULL;
    memset(by_fd + sockets->room, 0, (room - sockets->room) * sizeof *by_fd);
    sockets->by_fd = by_fd;
    sockets->room = room;
  }
  return &sockets->by_fd[fd];
}

/* NULL for one that nobody ever wanted. */
static Socket *known(const Sockets *sockets, int fd) { return (size_t)fd < sockets->room ? &sockets->by_fd[fd] : NULL; }

static void set_wanted(Sockets *sockets, Socket *socket, uint8_t events) {
  sockets->wanted += (events != 0) - (socket->wanted != 0);
  socket->wanted = events;
}

static void unwatch(Socket *socket, int epoll, int fd) {
  if (socket->watched) epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL);
  socket->watched = 0;
}

bool sockets_expect(Sockets *sockets, int fd) { return find(sockets, fd) != NULL; }

void sockets_open(Sockets *sockets, int fd) {
  Socket *socket = find(sockets, fd);
  if (socket != NULL) socket->is_connection = true;
}

void sockets_close(Sockets *sockets, int epoll, int fd) {
  Socket *socket = known(sockets, fd);
  if (socket == NULL) return;
  set_wanted(sockets, socket, 0);
  unwatch(socket, epoll, fd);
  socket->is_connection = false;
}

void sockets_want(Sockets *sockets, int epoll, int fd, uint8_t events) {
  Socket *socket = find(sockets, fd);
  struct epoll_event event = {.events = events, .data.fd = fd};
  if (socket == NULL) return;
  set_wanted(sockets, socket, events);
  if (socket->watched == events) return;
  if (epoll_ctl(epoll, socket->watched ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event) == 0) socket->watched = events;
}

void sockets_unwant(Sockets *sockets, int epoll, int fd) {
  Socket *socket = known(sockets, fd);
  if (socket == NULL) return;
  set_wanted(sockets, socket, 0);
  if (!socket->is_connection) unwatch(socket, epoll, fd);
}

bool sockets_hear(Sockets *sockets, int epoll, int fd) {
  Socket *socket = known(sockets, fd);
  if (socket == NULL) return false;
  if (socket->wanted == 0) unwatch(socket, epoll, fd);
  return socket->wanted != 0;
}

void sockets_free(Sockets *sockets) {
  free(sockets->by_fd);
  *sockets = (Sockets){0};
}

#else
typedef int sockets_epoll_is_not_used; /* ISO C wants a translation unit to hold a declaration */
#endif
