/* What comes back, recorded while it arrives. Knows no Lua. */
#ifndef ALIOTA_TRANSFER_RESPONSE_H
#define ALIOTA_TRANSFER_RESPONSE_H

#include "transfer.h"
#include "visibility.h"

INTERNAL_BEGIN

/* Let libcurl hand what comes back to the transfer, a body of `max_size` bytes at most. */
CURLcode transfer_receive(CURL *easy, Transfer *transfer, size_t max_size);

/* Nothing more will come: what became of the transfer, which libcurl takes to have ended with `code`. */
CURLcode transfer_end_response(Transfer *transfer, CURLcode code);

INTERNAL_END

#endif
