/// The room MusterNet.
