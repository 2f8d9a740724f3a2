/* Which libcurl it takes, and setting options of its handles one after the other. */
#ifndef ALIOTA_SETOPT_H
#define ALIOTA_SETOPT_H

#include <curl/curl.h>

/* The oldest libcurl that has all that is used, in its own notation: 7.87, with CURLOPT_QUICK_EXIT. */
#define LEAST_LIBCURL 0x075700
#if LIBCURL_VERSION_NUM < LEAST_LIBCURL
#error "aliota needs libcurl 7.87 or newer"
#endif

/* Set an option of the CURL *`easy` in scope, unless the CURLcode `code` in scope says that one before was refused. */
#define SET(option, value) (code = code == CURLE_OK ? curl_easy_setopt(easy, option, value) : code)

#endif
