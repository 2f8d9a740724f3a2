/* A client's certificate and its key, in files. */
#ifndef ALIOTA_CERTIFICATE_H
#define ALIOTA_CERTIFICATE_H

#include <stdbool.h>
#include <stddef.h>

#include "visibility.h"

INTERNAL_BEGIN

/* What keeps files from being used together: "certificate" (there is none), "key" (none, or none that the password
** opens), "pair" (they do not belong together); NULL for nothing. "unread" where a file can't be read, or memory or
** descriptors are lacking for that, as far as OpenSSL tells; *obstacle is the error number then. The texts live for
** ever. Both files are in PEM; without a key_file both are in one file of PKCS#12. */
const char *certificate_flaw(const char *cert_file, const char *key_file, const char *password, int *obstacle);

/* Their certificate, its key without a password, and what else there is of the chain, in PEM. Returns how many bytes
** that is, and writes them if there is room; 0 where there is a flaw. */
size_t certificate_pem(const char *cert_file, const char *key_file, const char *password, char *text, size_t size);

/* Why OpenSSL could not do something, as an error number: the system's, or that of a lack of memory; 0 for neither. It
** is then forgotten. OpenSSL keeps for each thread what went wrong, so whoever asks empties that before. */
int certificate_obstacle(void);

INTERNAL_END

#endif
