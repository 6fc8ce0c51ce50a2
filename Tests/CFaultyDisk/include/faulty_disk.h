/* A disk in memory, under SQLite, that fails when it is told to and forgets at a power cut what was
 * not synced. One for the process; for one thread. */
#ifndef FAULTY_DISK_H
#define FAULTY_DISK_H

enum faulty_kind {
  FAULTY_NONE = 0,
  FAULTY_IO = 1,    /* the call fails, nothing is written */
  FAULTY_SHORT = 2, /* half of a write lands, then it fails */
  FAULTY_FULL = 3,  /* there is no room: writes fail from this call on, syncs do not */
  FAULTY_DEAD = 4   /* every call fails from this one on */
};

/* Registers the VFS "faulty" and empties the disk. */
int faulty_disk_make(void);

/* The call, counted from 1 among writes, syncs and truncations from now on, that fails; 0: none. */
void faulty_disk_plan(int call, enum faulty_kind kind);

/* Calls since the last plan. */
int faulty_disk_calls(void);

/* A power cut. Of the pages that were written and not synced, those stay that the seed picks; 0:
 * none. Open files become useless. */
void faulty_disk_cut(unsigned seed);

#endif
