/* Transfers under way: how a multi handle is opened, stepped and closed. */
#include "multi.h"

#include <errno.h>

#include "clock.h"
#include "forks.h"
#include "transfer.h"

/* A thousand answers at once must not hold an event loop for longer than a few milliseconds. */
#define STEP_STARTS 8
#define STEP_SECONDS 0.002
#define POOLED_CONNECTIONS 128L
#define TRUST_SECONDS 86400 /* by libcurl's own reckoning */
#define RENEWAL_SECONDS 10  /* reading a system's authorities takes 26 ms, which nobody is to wait for all the time */

/* ---- life ---- */

bool multi_open(Multi *multi) {
  errno = 0;
  CURLM *handle = curl_multi_init();
  if (handle == NULL) return false;
  if (!poller_open(&multi->poller, handle)) {
    int reason = errno;
    curl_multi_cleanup(handle);
    errno = reason;
    return false;
  }
  curl_multi_setopt(handle, CURLMOPT_MAXCONNECTS, POOLED_CONNECTIONS);
  multi->handle = handle;
  multi->forks = forks_count();
  return true;
}

bool multi_is_inherited(const Multi *multi) { return multi->forks != forks_count(); }

/* Those under way end as cancelled; all live on with whoever owns them. */
static void detach_transfers(Multi *multi) {
  List *lists[] = {&multi->queued, &multi->running, &multi->finished};
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
    while (lists[i]->first != NULL) {
      Transfer *transfer = transfer_of(lists[i]->first);
      transfer_cancel(transfer);
      transfer_move(transfer, NULL);
      transfer->multi = NULL;
    }
  }
}

void multi_close(Multi *multi) {
  if (multi->handle == NULL) return;
  detach_transfers(multi);
  if (!multi_is_inherited(multi)) curl_multi_cleanup(multi->handle);
  multi->handle = NULL;
  poller_close(&multi->poller);
  spares_free(&multi->spares);
}

/* ---- transfers ---- */

void multi_queue(Multi *multi, Transfer *transfer) {
  transfer->multi = multi;
  transfer_move(transfer, &multi->queued);
  multi->active++;
  poller_wake(&multi->poller);
}

Transfer *multi_pop(Multi *multi) {
  if (multi->finished.first == NULL) return NULL;
  Transfer *transfer = transfer_of(multi->finished.first);
  transfer_move(transfer, NULL);
  return transfer;
}

/* ---- trust ---- */

/* Libcurl keeps for a day whom it trusts, also what it read while memory was lacking: OpenSSL then takes an authority
** without its key, and says nothing of it. So what was read before a server was distrusted is not used any more. */
void multi_distrust(Multi *multi) {
  double now = clock_now();
  if (multi->distrusted > 0 && now - multi->distrusted < RENEWAL_SECONDS) return;
  multi->distrusted = now;
  multi->is_trust_old = true;
}

/* Libcurl counts in whole seconds: in the first one the next transfer alone reads anew, and for itself. */
static void renew_trust(Multi *multi, CURL *easy) {
  double ago = clock_now() - multi->distrusted;
  bool is_first = multi->is_trust_old;
  if (multi->distrusted == 0 || ago >= TRUST_SECONDS) return;
  multi->is_trust_old = false;
  if (is_first || ago >= 1) curl_easy_setopt(easy, CURLOPT_CA_CACHE_TIMEOUT, (long)ago);
}

/* ---- one step ---- */

/* One that libcurl refuses is finished at once. */
static void start_transfers(Multi *multi) {
  for (int i = 0; i < STEP_STARTS && multi->queued.first != NULL; i++) {
    Transfer *transfer = transfer_of(multi->queued.first);
    poller_adopt(&multi->poller, transfer->easy);
    renew_trust(multi, transfer->easy);
    if (curl_multi_add_handle(multi->handle, transfer->easy) != CURLM_OK) {
      transfer_finish(transfer, CURLE_FAILED_INIT);
      continue;
    }
    transfer->state = TRANSFER_RUNNING;
    transfer_move(transfer, &multi->running);
  }
}

/* While there are more to start, the descriptor stays readable. */
static void tell_poller(Multi *multi) {
  if (multi->queued.first == NULL)
    poller_rest(&multi->poller);
  else
    poller_wake(&multi->poller);
}

/* Finish those that libcurl is done with. */
static void finish_transfers(Multi *multi) {
  CURLMsg *message;
  int left;
  while ((message = curl_multi_info_read(multi->handle, &left)) != NULL) {
    char *private;
    if (message->msg != CURLMSG_DONE) continue;
    CURLcode code = message->data.result; /* removing the handle frees the message */
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &private);
    transfer_finish((Transfer *)(void *)private, code);
  }
}

/* Libcurl has given up: whoever waits must be told. */
static void fail_transfers(Multi *multi) {
  while (multi->running.first != NULL) transfer_finish(transfer_of(multi->running.first), CURLE_RECV_ERROR);
}

void multi_step(Multi *multi, int events) {
  start_transfers(multi);
  tell_poller(multi);
  bool going = poller_dispatch(&multi->poller, events, clock_now() + STEP_SECONDS);
  finish_transfers(multi);
  if (!going) fail_transfers(multi);
}
