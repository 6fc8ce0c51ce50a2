/// # The room of the command line
///
/// What every program of Muster needs around its own work: a command line described as data
/// (``Command``), exit codes, words on the terminal (``Terminal``, ``TextTable``), a blocking
/// ``HTTPClient`` to talk to a running daemon, files written so that they are whole or absent
/// (``Files``), and tables of spreadsheets both ways (``CSV``, ``CSVTable``).
///
/// Blocking, and without a loop: for commands, not for daemons' callbacks.
public nonisolated enum MusterCommand {}
