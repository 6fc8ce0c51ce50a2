/// The room MusterStore.
