/// # The simulator
///
/// Runs the hub's and the nodes' engines as they are, the very code of the daemons, in a world that is
/// not there: one queue of events and virtual time; wires that delay, cut and fall silent; disks in
/// memory that forget, fill and fail; clocks that are wrong; people who act. All of it follows from one
/// number, the seed: the same seed gives the same run, event by event, and what one run finds, another
/// shows again.
///
/// It knows the engines by ``HubEngine`` and ``NodeEngine`` alone, and looks into them only to check
/// what must hold. It never touches a network, never waits, and reads no clock but to say how long it
/// took. What stands in small files (keys, enrolments) is real, in a folder of its own; only SQLite
/// works on a disk that is not there.
///
/// A run: people act and things break for some hours (``Simulation``); then all is mended, and when
/// nothing happens any more everything that anybody was told is looked for (``Inspection``).
package enum MusterSim {}
