/* Elsewhere: libcurl watches its own sockets. There is no descriptor to hand to another event loop. */
#include "poller.h"

#if !ALIOTA_EPOLL

#include <errno.h>

bool poller_open(Poller *poller, CURLM *handle) {
  poller->handle = handle;
  return true;
}

void poller_close(Poller *poller) { poller->handle = NULL; }

void poller_adopt(Poller *poller, CURL *easy) {
  (void)poller;
  (void)easy;
}

bool poller_expect(Poller *poller, int fd) {
  (void)poller;
  (void)fd;
  return true;
}

int poller_fd(Poller *poller) {
  (void)poller;
  return -1;
}

void poller_wake(Poller *poller) { curl_multi_wakeup(poller->handle); }

void poller_rest(Poller *poller) { (void)poller; }

bool poller_set_alarm(Poller *poller, double at) {
  (void)poller;
  (void)at;
  errno = ENOTSUP;
  return false;
}

bool poller_dispatch(Poller *poller, int events, double deadline) {
  int running;
  (void)events;
  (void)deadline;
  return curl_multi_perform(poller->handle, &running) == CURLM_OK;
}

void poller_wait(Poller *poller, int milliseconds) { curl_multi_poll(poller->handle, NULL, 0, milliseconds, NULL); }

#else
typedef int poller_portable_is_not_used; /* ISO C wants a translation unit to hold a declaration */
#endif
