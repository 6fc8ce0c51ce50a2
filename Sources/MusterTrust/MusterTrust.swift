/// # The room of digests, keys and proofs
///
/// Who said it, and is it whole: SHA-256 and the two hash chains, Ed25519 signatures over the texts
/// of ``SignedText``, hub certificates, join codes and their proofs, tickets, self-signed TLS
/// certificates, key files, randomness, and compression (`Protocol/2-lines.md`,
/// `Protocol/3-identity.md`).
///
/// Every answer is a function of its arguments, save ``Randomness`` and ``KeyFile``, the only ones
/// that ask the kernel for anything. Nothing here knows the time, a socket, a log or a state.
///
/// Three classes own a C object that is costly to make, and belong to one thread at a time:
/// ``Hasher256`` and ``Deflate`` to whoever made them; ``SigningKey`` never changes and may be shared.
/// Everything else is a value.
public nonisolated enum MusterTrust {}
