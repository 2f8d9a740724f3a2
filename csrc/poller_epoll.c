/* Linux: libcurl's sockets, its timer (a timerfd) and the user's new work (an eventfd) sit in one private epoll
** descriptor. libcurl's callbacks only record here what it wants to be told; no Lua runs in them. */
#include "poller.h"

#if ALIOTA_EPOLL

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "clock.h"

/* Libcurl wants to be told of a socket, or no more. */
static int record_socket(CURL *easy, curl_socket_t fd, int what, void *data, void *socket_data) {
  Poller *poller = data;
  struct epoll_event event = {.data.fd = fd};
  (void)easy;
  (void)socket_data;
  if (what == CURL_POLL_REMOVE) {
    epoll_ctl(poller->epoll, EPOLL_CTL_DEL, fd, NULL);
    return 0;
  }
  if (what & CURL_POLL_IN) event.events |= EPOLLIN;
  if (what & CURL_POLL_OUT) event.events |= EPOLLOUT;
  /* A socket that the system refuses to watch ends in its transfer's time-out; -1 would stop libcurl's clock for all.
   */
  if (epoll_ctl(poller->epoll, EPOLL_CTL_MOD, fd, &event) < 0 && errno == ENOENT)
    epoll_ctl(poller->epoll, EPOLL_CTL_ADD, fd, &event);
  return 0;
}

/* Libcurl wants to be called at a time, or no more. "At once" does not go through the timer: one that expires as it is
** set costs an interrupt, 30 us in a virtual machine and a third of what moving a page takes. */
static int record_timer(CURLM *multi, long milliseconds, void *data) {
  Poller *poller = data;
  struct itimerspec when = {.it_value = {0, 0}};
  (void)multi;
  poller->due = milliseconds == 0;
  if (poller->due) {
    poller_wake(poller);
    return 0;
  }
  if (milliseconds > 0) {
    when.it_value.tv_sec = milliseconds / 1000;
    when.it_value.tv_nsec = milliseconds % 1000 * 1000000;
  }
  return timerfd_settime(poller->timer, 0, &when, NULL);
}

/* Take what makes a timerfd or an eventfd readable. */
static void forget(int fd) {
  uint64_t count;
  while (read(fd, &count, sizeof count) < 0 && errno == EINTR) continue;
}

/* False when there is no such descriptor, or it cannot be watched (see errno). */
static bool watch(Poller *poller, int fd) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
  return fd >= 0 && epoll_ctl(poller->epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

bool poller_open(Poller *poller, CURLM *handle) {
  poller->handle = handle;
  poller->awake = poller->due = false;
  poller->alarm = -1;
  poller->alarm_at = 0;
  poller->epoll = epoll_create1(EPOLL_CLOEXEC);
  poller->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  poller->wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (poller->epoll < 0 || !watch(poller, poller->timer) || !watch(poller, poller->wake)) {
    int reason = errno;
    poller_close(poller);
    errno = reason;
    return false;
  }
  curl_multi_setopt(handle, CURLMOPT_SOCKETFUNCTION, record_socket);
  curl_multi_setopt(handle, CURLMOPT_SOCKETDATA, poller);
  curl_multi_setopt(handle, CURLMOPT_TIMERFUNCTION, record_timer);
  curl_multi_setopt(handle, CURLMOPT_TIMERDATA, poller);
  return true;
}

void poller_close(Poller *poller) {
  int *fds[] = {&poller->epoll, &poller->timer, &poller->wake, &poller->alarm};
  for (size_t i = 0; i < sizeof fds / sizeof *fds; i++) {
    if (*fds[i] >= 0) close(*fds[i]);
    *fds[i] = -1;
  }
}

int poller_fd(const Poller *poller) { return poller->epoll; }

void poller_wake(Poller *poller) {
  uint64_t one = 1;
  if (poller->awake) return;
  poller->awake = true;
  while (write(poller->wake, &one, sizeof one) < 0 && errno == EINTR) continue;
}

void poller_rest(Poller *poller) {
  if (!poller->awake) return;
  poller->awake = false;
  forget(poller->wake);
}

/* False, with nothing acquired, when the system is out of descriptors (see errno). */
static bool open_alarm(Poller *poller) {
  poller->alarm = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  if (watch(poller, poller->alarm)) return true;
  if (poller->alarm >= 0) close(poller->alarm);
  poller->alarm = -1;
  return false;
}

bool poller_set_alarm(Poller *poller, double at) {
  if (poller->alarm < 0 && !open_alarm(poller)) return false;
  if (poller->alarm_at > 0 && poller->alarm_at <= at) return true;
  time_t seconds = (time_t)at;
  struct itimerspec when = {.it_value = {seconds, (long)((at - (double)seconds) * 1e9)}};
  if (timerfd_settime(poller->alarm, TFD_TIMER_ABSTIME, &when, NULL) != 0) return false;
  poller->alarm_at = at;
  return true;
}

/* Libcurl's time has come. */
static CURLMcode time_out(Poller *poller) {
  int running;
  poller->due = false;
  return curl_multi_socket_action(poller->handle, CURL_SOCKET_TIMEOUT, 0, &running);
}

/* Let libcurl act on one event. */
static CURLMcode dispatch(Poller *poller, const struct epoll_event *event) {
  int running, what = 0;
  if (event->data.fd == poller->wake) return CURLM_OK; /* stays readable until poller_rest */
  if (event->data.fd == poller->timer) {
    forget(poller->timer);
    return time_out(poller);
  }
  if (event->data.fd == poller->alarm) {
    poller->alarm_at = 0;
    forget(poller->alarm);
    return CURLM_OK;
  }
  if (event->events & EPOLLIN) what |= CURL_CSELECT_IN;
  if (event->events & EPOLLOUT) what |= CURL_CSELECT_OUT;
  if (event->events & (EPOLLERR | EPOLLHUP)) what |= CURL_CSELECT_ERR;
  return curl_multi_socket_action(poller->handle, event->data.fd, what, &running);
}

bool poller_dispatch(Poller *poller, int events, double deadline) {
  struct epoll_event ready[POLLER_EVENTS];
  int count = epoll_wait(poller->epoll, ready, events, 0);
  CURLMcode code = CURLM_OK;
  for (int i = 0; i < count && code == CURLM_OK; i++) {
    code = dispatch(poller, &ready[i]);
    if (clock_now() >= deadline) break;
  }
  if (poller->due && code == CURLM_OK) code = time_out(poller);
  return code == CURLM_OK;
}

void poller_wait(Poller *poller, int milliseconds) {
  struct pollfd readable = {.fd = poller->epoll, .events = POLLIN};
  poll(&readable, 1, milliseconds);
}

#else
typedef int poller_epoll_is_not_used; /* ISO C wants a translation unit to hold a declaration */
#endif
