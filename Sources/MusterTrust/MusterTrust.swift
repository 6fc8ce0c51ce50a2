/// The room MusterTrust.
