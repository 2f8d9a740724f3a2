/* Linux: libcurl's sockets, its timer (a timerfd) and the user's new work (an eventfd) sit in one private epoll
** descriptor. Until somebody else watches it, time and new work are kept in memory alone, which saves a page over
** loopback a third of its system calls. libcurl's callbacks only record here what it wants to be told; no Lua runs in
** them. */
#include "poller.h"

#if ALIOTA_EPOLL

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "clock.h"

/* ---- what libcurl wants ---- */

/* Libcurl has made a connection's socket. */
static int record_open(void *poller, curl_socket_t fd, curlsocktype purpose) {
  (void)purpose;
  sockets_open(&((Poller *)poller)->sockets, fd);
  return CURL_SOCKOPT_OK;
}

/* Libcurl wants to close one, be it long after the transfer that it was made for. */
static int close_socket(void *data, curl_socket_t fd) {
  Poller *poller = data;
  sockets_close(&poller->sockets, poller->epoll, fd);
  return close(fd);
}

/* Libcurl wants to be told of a socket, or no more. A socket that the system refuses to watch ends in its transfer's
** time-out; -1 would stop libcurl's clock for all. */
static int record_socket(CURL *easy, curl_socket_t fd, int what, void *data, void *socket_data) {
  Poller *poller = data;
  uint8_t events = 0;
  (void)easy;
  (void)socket_data;
  if (what & CURL_POLL_IN) events |= EPOLLIN;
  if (what & CURL_POLL_OUT) events |= EPOLLOUT;
  if (what == CURL_POLL_REMOVE)
    sockets_unwant(&poller->sockets, poller->epoll, fd);
  else
    sockets_want(&poller->sockets, poller->epoll, fd, events);
  return 0;
}

/* Set a timerfd to a time, in clock_now's seconds. */
static bool set_timer(int timer, double at) {
  time_t seconds = (time_t)at;
  struct itimerspec when = {.it_value = {seconds, (long)((at - (double)seconds) * 1e9)}};
  return timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, NULL) == 0;
}

/* Have the timer expire when libcurl wants to be called, or earlier: most times that libcurl asks for are called off or
** put off before they come, so one that is set already is left to expire, for nothing. */
static bool arm(Poller *poller) {
  if (!poller->is_shown || poller->due == 0) return true;
  if (poller->armed > 0 && poller->armed <= poller->due) return true;
  poller->armed = poller->due;
  return set_timer(poller->timer, poller->due);
}

/* Libcurl wants to be called at a time, or no more. "At once" does not go through the timer: one that expires as it is
** set costs an interrupt, 30 us in a virtual machine and a third of what moving a page takes. */
static int record_timer(CURLM *multi, long milliseconds, void *data) {
  Poller *poller = data;
  (void)multi;
  poller->due = milliseconds < 0 ? 0 : clock_now() + (double)milliseconds / 1000;
  if (milliseconds != 0) return arm(poller) ? 0 : -1;
  poller_wake(poller);
  return 0;
}

/* ---- life ---- */

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
  *poller = (Poller){.handle = handle};
  poller->alarm = -1;
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
  sockets_free(&poller->sockets);
}

void poller_adopt(Poller *poller, CURL *easy) {
  curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, record_open);
  curl_easy_setopt(easy, CURLOPT_SOCKOPTDATA, poller);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, close_socket);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, poller);
}

bool poller_expect(Poller *poller, int fd) { return sockets_expect(&poller->sockets, fd); }

/* ---- new work, and alarms ---- */

/* Make `wake` readable as long as there is new work. */
static void signal_work(Poller *poller) {
  uint64_t one = 1;
  if (!poller->is_shown || !poller->awake || poller->is_signalled) return;
  poller->is_signalled = true;
  while (write(poller->wake, &one, sizeof one) < 0 && errno == EINTR) continue;
}

void poller_wake(Poller *poller) {
  poller->awake = true;
  signal_work(poller);
}

void poller_rest(Poller *poller) {
  poller->awake = false;
  if (!poller->is_signalled) return;
  poller->is_signalled = false;
  forget(poller->wake);
}

int poller_fd(Poller *poller) {
  if (poller->is_shown) return poller->epoll;
  poller->is_shown = true;
  signal_work(poller);
  arm(poller);
  return poller->epoll;
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
  if (!set_timer(poller->alarm, at)) return false;
  poller->alarm_at = at;
  return true;
}

/* ---- what there is to do ---- */

/* Ask the system what is ready, waiting for that so long at most, unless it has told before. */
static void look(Poller *poller, int events, int milliseconds) {
  Ready *ready = &poller->ready;
  if (ready->next < ready->count) return;
  ready->next = 0;
  ready->count = epoll_wait(poller->epoll, ready->events, events, milliseconds);
}

/* Libcurl's time has come. */
static CURLMcode time_out(Poller *poller) {
  int running;
  poller->due = 0;
  return curl_multi_socket_action(poller->handle, CURL_SOCKET_TIMEOUT, 0, &running);
}

/* Whether an event is of one of our own descriptors; then it is taken care of. */
static bool is_own(Poller *poller, int fd) {
  if (fd == poller->timer) {
    poller->armed = 0;
    forget(poller->timer);
  } else if (fd == poller->alarm) {
    poller->alarm_at = 0;
    forget(poller->alarm);
  }
  return fd == poller->timer || fd == poller->alarm || fd == poller->wake; /* this stays readable until poller_rest */
}

/* Let libcurl act on one event. */
static CURLMcode dispatch(Poller *poller, const struct epoll_event *event) {
  int running, what = 0;
  if (is_own(poller, event->data.fd)) return CURLM_OK;
  if (!sockets_hear(&poller->sockets, poller->epoll, event->data.fd)) return CURLM_OK;
  if (event->events & EPOLLIN) what |= CURL_CSELECT_IN;
  if (event->events & EPOLLOUT) what |= CURL_CSELECT_OUT;
  if (event->events & (EPOLLERR | EPOLLHUP)) what |= CURL_CSELECT_ERR;
  return curl_multi_socket_action(poller->handle, event->data.fd, what, &running);
}

/* While nobody else watches the descriptor, there is nothing to learn from it but what sockets tell. */
bool poller_dispatch(Poller *poller, int events, double deadline) {
  Ready *ready = &poller->ready;
  CURLMcode code = CURLM_OK;
  if (poller->is_shown || poller->sockets.wanted > 0) look(poller, events, 0);
  for (int left = events; left > 0 && ready->next < ready->count && code == CURLM_OK; left--) {
    code = dispatch(poller, &ready->events[ready->next++]);
    if (clock_now() >= deadline) break;
  }
  if (poller->due > 0 && poller->due <= clock_now() && code == CURLM_OK) code = time_out(poller);
  arm(poller);
  return code == CURLM_OK;
}

/* What it is told is kept for poller_dispatch. */
void poller_wait(Poller *poller, int milliseconds) {
  if (poller->awake) return;
  if (poller->due > 0) {
    double left = ceil((poller->due - clock_now()) * 1000);
    if (left < milliseconds) milliseconds = left > 0 ? (int)left : 0;
  }
  look(poller, POLLER_EVENTS, milliseconds);
}

#else
typedef int poller_epoll_is_not_used; /* ISO C wants a translation unit to hold a declaration */
#endif
