// Function-like macros of OpenSSL 3 that Swift cannot import, as inline functions.
#pragma once
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

static inline EVP_PKEY *muster_p256_key(void) { return EVP_EC_gen("P-256"); }
static inline int muster_ascii_string(void) { return MBSTRING_ASC; }
