/// The room MusterHub.
