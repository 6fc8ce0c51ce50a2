/// The room MusterSync.
