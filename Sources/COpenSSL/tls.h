// Function-like macros of OpenSSL's TLS headers that Swift cannot import, as inline functions.
#pragma once
#include <openssl/ssl.h>
#include <openssl/x509.h>

static inline long muster_ctx_set_mode(SSL_CTX *ctx, long mode) {
  return SSL_CTX_set_mode(ctx, mode);
}
static inline int muster_ctx_only_version(SSL_CTX *ctx, int version) {
  return SSL_CTX_set_min_proto_version(ctx, version) && SSL_CTX_set_max_proto_version(ctx, version);
}
static inline long muster_ctx_session_cache_off(SSL_CTX *ctx) {
  return SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
}
static inline int muster_ctx_set_sigalgs(SSL_CTX *ctx, const char *list) {
  return (int)SSL_CTX_set1_sigalgs_list(ctx, list);
}
static inline int muster_ctx_set_groups(SSL_CTX *ctx, const char *list) {
  return (int)SSL_CTX_set1_groups_list(ctx, list);
}
static inline long muster_ctx_set_max_cert_list(SSL_CTX *ctx, long bytes) {
  return SSL_CTX_set_max_cert_list(ctx, bytes);
}
static inline uint64_t muster_ctx_quiet_options(void) {
  return SSL_OP_NO_TICKET | SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_NO_RENEGOTIATION;
}
static inline long muster_memory_modes(void) {
  return SSL_MODE_RELEASE_BUFFERS | SSL_MODE_NO_AUTO_CHAIN;
}
static inline long muster_release_buffers(void) { return SSL_MODE_RELEASE_BUFFERS; }
static inline int muster_untrusted_count(X509_STORE_CTX *store) {
  STACK_OF(X509) *chain = X509_STORE_CTX_get0_untrusted(store);
  return chain == NULL ? 0 : sk_X509_num(chain);
}
