/* Disks in memory, one for each simulated machine, under SQLite as its default file system.
 *
 * A disk keeps what was written and what was synced apart: a power cut loses what was not synced, but
 * for such pages as chance has already written. It counts calls, and fails at one of them when it is
 * told to. Locks hold between the connections of one machine. For one thread; other threads may work on
 * other files. */
#ifndef SIM_DISK_H
#define SIM_DISK_H

#include <stdint.h>

enum sim_fault {
  SIM_NONE = 0,
  SIM_IO = 1,    /* the call fails, nothing is written */
  SIM_SHORT = 2, /* half of a write lands, then it fails */
  SIM_DEAD = 3   /* the process ends within the call: it and every later one fail */
};

/* Makes the disks SQLite's default file system, for files under a folder; all others are where they
 * were. Later calls, which must name the same folder, do nothing. Gives SQLite's code. */
int sim_disk_register(const char *folder);

/* Sets where SQLite draws chance from. */
void sim_disk_seed(uint64_t seed);

/* A new, empty disk for all files in a folder; gives its number, from 0; -1 when there are too many. */
int sim_disk_make(const char *folder);

/* Forgets all disks. No connection may be open. */
void sim_disk_forget(void);

/* At which call from now on, counted from 1 among writes, syncs, truncations and deletions, a disk
 * fails, and how; 0: at none. */
void sim_disk_plan(int disk, int call, enum sim_fault fault);

/* Whether the process has ended within a call. */
int sim_disk_is_dead(int disk);

/* Calls since the disk was made. */
int64_t sim_disk_calls(int disk);

/* Syncs since the disk was made. */
int64_t sim_disk_syncs(int disk);

/* Bytes that the files have. */
int64_t sim_disk_used(int disk);

/* The most bytes that the files may have; a write beyond it finds the disk full. */
void sim_disk_limit(int disk, int64_t bytes);

/* The process is no more: its connections are of no use, its locks are gone, what it wrote stays. */
void sim_disk_kill(int disk);

/* A power cut: as kill, and of the pages that were not synced only those stay that chance picks, each
 * with the given part of 256. */
void sim_disk_cut(int disk, uint64_t seed, int kept);

/* Makes the second disk what the first is now, or what a power cut would leave of it at worst; all of it
 * synced. */
void sim_disk_copy(int from, int to, int durable);

/* Turns one bit of the largest file over. Gives whether there was one. */
int sim_disk_flip(int disk, uint64_t chance);

#endif
