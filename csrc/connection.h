/* What a request asks of its connection beyond what every one is made with: certificates, how a proxy is logged in to,
** versions of TLS and HTTP. Libcurl shares connections among requests that ask for the same alone. */
#ifndef ALIOTA_CONNECTION_H
#define ALIOTA_CONNECTION_H

#include <curl/curl.h>

#include "compat.h"
#include "visibility.h"

INTERNAL_BEGIN

/* [-0, +0, e] Tell a handle that somebody else owns what the table says, which may have these members:
** cert_file, cert_type ("PEM", "P12"), key_file, key_password: the client's certificate; without a password a key that
** needs one is refused, rather than that OpenSSL asks for it at the terminal;
** proxy_ca_file, proxy_cert_file, proxy_cert_type, proxy_key_file, proxy_key_password: the same for a proxy of https;
** proxy_auth: "basic", "digest", "ntlm", "negotiate" or "any"; tls_min: "1.2" or "1.3";
** http: "1.1" or "2": requests share one connection where the server agrees;
** unshared: true for a connection of its own.
** Raises when it makes no sense. Return what libcurl says. */
CURLcode connection_configure(lua_State *L, int table, CURL *easy);

/* [-0, +1, m] Push {http2 =, https_proxy =, ntlm =, negotiate =}: which of these this libcurl can do. */
void push_connection_features(lua_State *L);

INTERNAL_END

#endif
