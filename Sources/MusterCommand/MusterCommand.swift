/// The room MusterCommand.
