/* Setting options of a libcurl handle one after the other. */
#ifndef ALIOTA_SETOPT_H
#define ALIOTA_SETOPT_H

#include <curl/curl.h>

/* Set an option of the CURL *`easy` in scope, unless the CURLcode `code` in scope says that one before was refused. */
#define SET(option, value) (code = code == CURLE_OK ? curl_easy_setopt(easy, option, value) : code)

#endif
