/// The room MusterNode.
