/// # The room of the disk
///
/// What a machine must not lose, in one SQLite file, and what follows from it, in memory.
///
/// - ``Replica``: the log, the private lines and the fold in step; hub and node are both one.
/// - ``Database`` and ``Statement``: SQLite with typed errors, behind which nothing else here sees C.
/// - `Schema/`: the tables, and the migrations that lead to them.
/// - `Log/`: segments as they went over the wire, writers' heads, a node's own chain.
/// - `Beside/`: settings, answers, private lines, join codes, when nodes were last heard.
/// - `Search/`: names in every script.
/// - `Verify/`: everything again from the disk alone, trusting nothing.
///
/// One transaction for what belongs together, on the disk before anybody is told.
public nonisolated enum MusterStore {}
