/* Whether files hold a certificate and its key, and what they hold. Libcurl would find out when it connects, and share
** a connection of whoever showed the same certificate without looking at the key. */
#include "certificate.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

/* What files hold; NULL for what they do not. */
typedef struct {
  X509 *certificate;
  STACK_OF(X509) * chain; /* those of authorities, up from the certificate's own */
  EVP_PKEY *key;
  bool is_locked; /* whether the password opens none of it */
} Identity;

static void free_identity(Identity *identity) {
  X509_free(identity->certificate);
  sk_X509_pop_free(identity->chain, X509_free);
  EVP_PKEY_free(identity->key);
  ERR_clear_error();
}

/* OpenSSL asks at the terminal where it has no password, so it always has one. */
static void read_certificates(Identity *identity, const char *path) {
  BIO *file = BIO_new_file(path, "r");
  identity->certificate = file ? PEM_read_bio_X509_AUX(file, NULL, NULL, "") : NULL;
  identity->chain = sk_X509_new_null();
  X509 *next = NULL;
  while (identity->certificate && identity->chain && (next = PEM_read_bio_X509(file, NULL, NULL, "")) != NULL)
    if (sk_X509_push(identity->chain, next) == 0) X509_free(next);
  BIO_free(file);
}

static void read_key(Identity *identity, const char *path, const char *password) {
  BIO *file = BIO_new_file(path, "r");
  identity->key = file ? PEM_read_bio_PrivateKey(file, NULL, NULL, (void *)password) : NULL;
  BIO_free(file);
}

static void read_pkcs12(Identity *identity, const char *path, const char *password) {
  BIO *file = BIO_new_file(path, "rb");
  PKCS12 *packed = file ? d2i_PKCS12_bio(file, NULL) : NULL;
  identity->is_locked = packed != NULL && PKCS12_verify_mac(packed, password, -1) != 1;
  if (packed != NULL && !identity->is_locked)
    PKCS12_parse(packed, password, &identity->key, &identity->certificate, &identity->chain);
  PKCS12_free(packed);
  BIO_free(file);
}

/* The caller frees it. */
static Identity read_identity(const char *cert_file, const char *key_file, const char *password) {
  Identity identity = {0};
  if (key_file == NULL) {
    read_pkcs12(&identity, cert_file, password);
  } else {
    read_certificates(&identity, cert_file);
    read_key(&identity, key_file, password);
  }
  return identity;
}

static const char *flaw_of(const Identity *identity) {
  if (identity->is_locked) return "key";
  if (identity->certificate == NULL) return "certificate";
  if (identity->key == NULL) return "key";
  return X509_check_private_key(identity->certificate, identity->key) == 1 ? NULL : "pair";
}

int certificate_obstacle(void) {
  int obstacle = 0;
  for (unsigned long code = ERR_get_error(); code != 0; code = ERR_get_error()) {
    if (ERR_GET_LIB(code) == ERR_LIB_SYS)
      obstacle = ERR_GET_REASON(code);
    else if (ERR_GET_REASON(code) == ERR_R_MALLOC_FAILURE)
      obstacle = ENOMEM;
  }
  return obstacle;
}

const char *certificate_flaw(const char *cert_file, const char *key_file, const char *password, int *obstacle) {
  ERR_clear_error(); /* what others have left there is not ours */
  Identity identity = read_identity(cert_file, key_file, password);
  const char *flaw = flaw_of(&identity);
  *obstacle = certificate_obstacle();
  free_identity(&identity);
  return flaw != NULL && *obstacle != 0 ? "unread" : flaw;
}

static bool write_identity(BIO *out, const Identity *identity) {
  bool is_written = PEM_write_bio_X509(out, identity->certificate) == 1 &&
                    PEM_write_bio_PKCS8PrivateKey(out, identity->key, NULL, NULL, 0, NULL, NULL) == 1;
  for (int i = 0; is_written && i < sk_X509_num(identity->chain); i++)
    is_written = PEM_write_bio_X509(out, sk_X509_value(identity->chain, i)) == 1;
  return is_written;
}

size_t certificate_pem(const char *cert_file, const char *key_file, const char *password, char *text, size_t size) {
  Identity identity = read_identity(cert_file, key_file, password);
  BIO *out = BIO_new(BIO_s_mem());
  bool is_written = out != NULL && flaw_of(&identity) == NULL && write_identity(out, &identity);
  size_t length = is_written ? BIO_ctrl_pending(out) : 0;
  if (length > 0 && length <= size) BIO_read(out, text, (int)length);
  BIO_free(out);
  free_identity(&identity);
  return length;
}
