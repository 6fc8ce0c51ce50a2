#include "sim_disk.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#define PAGE 4096
#define DISKS 256
#define REGIONS 64
#define SLOTS 8

struct image {
  unsigned char *bytes;
  sqlite3_int64 size;
  sqlite3_int64 room;
};

/* The shared memory of a write-ahead log: lives as long as a connection holds it. */
struct shared {
  void *regions[REGIONS];
  int readers[SLOTS];
  int writer[SLOTS];
  int holders;
};

struct stored {
  char *name;
  int exists, durable_exists;
  struct image now;     /* what a read sees */
  struct image durable; /* what a power cut leaves */
  unsigned char *dirty; /* one byte for each page that differs */
  sqlite3_int64 dirty_room;
  struct shared *shared;
  int sharing, reserved, pending, exclusive; /* locks of the database file */
  int opened; /* connections of this era */
  struct stored *next;
};

struct disk {
  char *folder;
  size_t folder_length;
  struct stored *files;
  int era, is_dead, planned, counted;
  enum sim_fault fault;
  sqlite3_int64 calls, syncs, used, limit;
};

struct open_file {
  sqlite3_file base;
  struct disk *disk;
  struct stored *file;
  struct shared *shared;
  int era, level;
  unsigned sharing_slots, writing_slots;
};

static struct disk *disks[DISKS];
static int disk_count;
static uint64_t chance_state;

static uint64_t next_chance(uint64_t *state) {
  uint64_t z = (*state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

/* ---- images ---- */

static void resize(struct image *image, sqlite3_int64 size) {
  if (size > image->room) {
    image->room = size + size / 2 + PAGE;
    image->bytes = realloc(image->bytes, (size_t)image->room);
    if (!image->bytes) abort();
  }
  if (size > image->size) memset(image->bytes + image->size, 0, (size_t)(size - image->size));
  image->size = size;
}

static void copy(struct image *to, const struct image *from) {
  resize(to, from->size);
  if (from->size > 0) memcpy(to->bytes, from->bytes, (size_t)from->size);
}

static void free_image(struct image *image) {
  free(image->bytes);
  memset(image, 0, sizeof *image);
}

static void set_size(struct disk *disk, struct stored *file, sqlite3_int64 size) {
  disk->used += size - file->now.size;
  resize(&file->now, size);
}

static void mark(struct stored *file, sqlite3_int64 at, sqlite3_int64 count) {
  if (count <= 0) return;
  sqlite3_int64 last = (at + count - 1) / PAGE;
  if (last >= file->dirty_room) {
    sqlite3_int64 room = last + last / 2 + 16;
    file->dirty = realloc(file->dirty, (size_t)room);
    if (!file->dirty) abort();
    memset(file->dirty + file->dirty_room, 0, (size_t)(room - file->dirty_room));
    file->dirty_room = room;
  }
  for (sqlite3_int64 page = at / PAGE; page <= last; page++) file->dirty[page] = 1;
}

static void copy_page(struct stored *file, sqlite3_int64 page) {
  sqlite3_int64 at = page * PAGE;
  if (at >= file->now.size) return;
  sqlite3_int64 end = at + PAGE < file->now.size ? at + PAGE : file->now.size;
  if (end > file->durable.size) resize(&file->durable, end);
  memcpy(file->durable.bytes + at, file->now.bytes + at, (size_t)(end - at));
}

static void make_durable(struct stored *file) {
  for (sqlite3_int64 page = 0; page < file->dirty_room; page++) {
    if (!file->dirty[page]) continue;
    copy_page(file, page);
    file->dirty[page] = 0;
  }
  resize(&file->durable, file->now.size);
  file->durable_exists = 1;
}

/* ---- faults ---- */

static enum sim_fault fault(struct disk *disk) {
  disk->calls += 1;
  if (disk->is_dead) return SIM_DEAD;
  if (disk->planned == 0) return SIM_NONE;
  disk->counted += 1;
  if (disk->counted < disk->planned) return SIM_NONE;
  disk->planned = 0;
  if (disk->fault == SIM_DEAD) disk->is_dead = 1;
  return disk->fault;
}

static int is_gone(const struct open_file *open) {
  return open->era != open->disk->era || open->disk->is_dead;
}

/* ---- one open file ---- */

static void let_go(struct shared *shared) {
  if (!shared || --shared->holders > 0) return;
  for (int region = 0; region < REGIONS; region++) free(shared->regions[region]);
  free(shared);
}

static int unlock_shared_slots(struct open_file *open) {
  if (!open->shared) return 0;
  for (int slot = 0; slot < SLOTS; slot++) {
    if (open->sharing_slots & (1u << slot)) open->shared->readers[slot] -= 1;
    if (open->writing_slots & (1u << slot)) open->shared->writer[slot] = 0;
  }
  open->sharing_slots = open->writing_slots = 0;
  return 0;
}

static void unlock_to(struct open_file *open, int level) {
  struct stored *file = open->file;
  if (open->era == open->disk->era) {
    if (open->level >= SQLITE_LOCK_EXCLUSIVE && level < SQLITE_LOCK_EXCLUSIVE) file->exclusive = 0;
    if (open->level >= SQLITE_LOCK_PENDING && level < SQLITE_LOCK_PENDING) file->pending = 0;
    if (open->level >= SQLITE_LOCK_RESERVED && level < SQLITE_LOCK_RESERVED) file->reserved = 0;
    if (open->level >= SQLITE_LOCK_SHARED && level < SQLITE_LOCK_SHARED) file->sharing -= 1;
  }
  open->level = level;
}

static int close_file(sqlite3_file *given) {
  struct open_file *open = (struct open_file *)given;
  unlock_to(open, SQLITE_LOCK_NONE);
  unlock_shared_slots(open);
  if (open->shared) {
    if (open->file->shared == open->shared && open->shared->holders == 1) open->file->shared = 0;
    let_go(open->shared);
    open->shared = 0;
  }
  return SQLITE_OK;
}

static int read_file(sqlite3_file *given, void *to, int count, sqlite3_int64 at) {
  struct open_file *open = (struct open_file *)given;
  if (is_gone(open)) return SQLITE_IOERR_READ;
  struct image *image = &open->file->now;
  sqlite3_int64 have = image->size - at;
  if (have >= count) {
    memcpy(to, image->bytes + at, (size_t)count);
    return SQLITE_OK;
  }
  memset(to, 0, (size_t)count);
  if (have > 0) memcpy(to, image->bytes + at, (size_t)have);
  return SQLITE_IOERR_SHORT_READ;
}

static int write_file(sqlite3_file *given, const void *from, int count, sqlite3_int64 at) {
  struct open_file *open = (struct open_file *)given;
  if (is_gone(open)) return SQLITE_IOERR_WRITE;
  enum sim_fault failed = fault(open->disk);
  if (failed == SIM_IO || failed == SIM_DEAD) return SQLITE_IOERR_WRITE;
  if (failed == SIM_SHORT) count /= 2;
  struct stored *file = open->file;
  sqlite3_int64 more = at + count - file->now.size;
  if (more > 0) {
    if (open->disk->used + more > open->disk->limit) return SQLITE_FULL;
    set_size(open->disk, file, at + count);
  }
  if (count > 0) memcpy(file->now.bytes + at, from, (size_t)count);
  mark(file, at, count);
  return failed == SIM_SHORT ? SQLITE_IOERR_WRITE : SQLITE_OK;
}

static int truncate_file(sqlite3_file *given, sqlite3_int64 size) {
  struct open_file *open = (struct open_file *)given;
  if (is_gone(open) || fault(open->disk) != SIM_NONE) return SQLITE_IOERR_TRUNCATE;
  set_size(open->disk, open->file, size);
  return SQLITE_OK;
}

static int sync_file(sqlite3_file *given, int flags) {
  (void)flags;
  struct open_file *open = (struct open_file *)given;
  if (is_gone(open) || fault(open->disk) != SIM_NONE) return SQLITE_IOERR_FSYNC;
  open->disk->syncs += 1;
  make_durable(open->file);
  return SQLITE_OK;
}

static int file_size(sqlite3_file *given, sqlite3_int64 *size) {
  struct open_file *open = (struct open_file *)given;
  if (is_gone(open)) return SQLITE_IOERR_FSTAT;
  *size = open->file->now.size;
  return SQLITE_OK;
}

static int lock_file(sqlite3_file *given, int level) {
  struct open_file *open = (struct open_file *)given;
  if (is_gone(open)) return SQLITE_IOERR_LOCK;
  struct stored *file = open->file;
  if (open->level >= level) return SQLITE_OK;
  if (level == SQLITE_LOCK_SHARED) {
    if (file->exclusive || file->pending) return SQLITE_BUSY;
    file->sharing += 1;
    open->level = level;
    return SQLITE_OK;
  }
  if (level == SQLITE_LOCK_RESERVED) {
    if (file->reserved || file->pending || file->exclusive) return SQLITE_BUSY;
    file->reserved = 1;
    open->level = level;
    return SQLITE_OK;
  }
  if (open->level < SQLITE_LOCK_RESERVED) {
    if (file->reserved) return SQLITE_BUSY;
    file->reserved = 1;
    open->level = SQLITE_LOCK_RESERVED;
  }
  if (file->sharing > 1) {
    file->pending = 1;
    open->level = SQLITE_LOCK_PENDING;
    return SQLITE_BUSY;
  }
  file->exclusive = 1;
  open->level = SQLITE_LOCK_EXCLUSIVE;
  return SQLITE_OK;
}

static int unlock_file(sqlite3_file *given, int level) {
  unlock_to((struct open_file *)given, level);
  return SQLITE_OK;
}

static int check_lock(sqlite3_file *given, int *is_reserved) {
  struct stored *file = ((struct open_file *)given)->file;
  *is_reserved = file->reserved || file->pending || file->exclusive;
  return SQLITE_OK;
}

static int control(sqlite3_file *given, int op, void *argument) {
  (void)given; (void)op; (void)argument;
  return SQLITE_NOTFOUND;
}

static int sector_size(sqlite3_file *given) { (void)given; return PAGE; }

static int characteristics(sqlite3_file *given) { (void)given; return 0; }

/* ---- shared memory ---- */

static int map_shared(sqlite3_file *given, int region, int size, int extend, void volatile **to) {
  struct open_file *open = (struct open_file *)given;
  *to = 0;
  if (is_gone(open) || region >= REGIONS) return SQLITE_IOERR_SHMMAP;
  if (!open->shared) {
    if (!open->file->shared) open->file->shared = calloc(1, sizeof(struct shared));
    open->shared = open->file->shared;
    open->shared->holders += 1;
  }
  if (!open->shared->regions[region]) {
    if (!extend) return SQLITE_OK;
    open->shared->regions[region] = calloc(1, (size_t)size);
  }
  *to = open->shared->regions[region];
  return SQLITE_OK;
}

static int lock_shared(sqlite3_file *given, int offset, int count, int flags) {
  struct open_file *open = (struct open_file *)given;
  if (is_gone(open) || !open->shared) return SQLITE_IOERR_SHMLOCK;
  unsigned mask = ((1u << count) - 1) << offset;
  struct shared *shared = open->shared;
  if (flags & SQLITE_SHM_UNLOCK) {
    for (int slot = offset; slot < offset + count; slot++) {
      if (open->sharing_slots & (1u << slot)) shared->readers[slot] -= 1;
      if (open->writing_slots & (1u << slot)) shared->writer[slot] = 0;
    }
    open->sharing_slots &= ~mask;
    open->writing_slots &= ~mask;
    return SQLITE_OK;
  }
  for (int slot = offset; slot < offset + count; slot++) {
    int own = (open->sharing_slots >> slot) & 1;
    if (shared->writer[slot] && !(open->writing_slots & (1u << slot))) return SQLITE_BUSY;
    if ((flags & SQLITE_SHM_EXCLUSIVE) && shared->readers[slot] > own) return SQLITE_BUSY;
  }
  for (int slot = offset; slot < offset + count; slot++) {
    if (flags & SQLITE_SHM_SHARED) {
      if (!(open->sharing_slots & (1u << slot))) shared->readers[slot] += 1;
      open->sharing_slots |= 1u << slot;
    } else {
      shared->writer[slot] = 1;
      open->writing_slots |= 1u << slot;
    }
  }
  return SQLITE_OK;
}

static void shared_barrier(sqlite3_file *given) { (void)given; }

static int unmap_shared(sqlite3_file *given, int is_last) {
  (void)is_last;
  struct open_file *open = (struct open_file *)given;
  unlock_shared_slots(open);
  if (!open->shared) return SQLITE_OK;
  if (open->file->shared == open->shared && open->shared->holders == 1) open->file->shared = 0;
  let_go(open->shared);
  open->shared = 0;
  return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    2,         close_file,  read_file,   write_file,     truncate_file, sync_file,
    file_size, lock_file,   unlock_file, check_lock,     control,       sector_size,
    characteristics, map_shared, lock_shared, shared_barrier, unmap_shared, 0, 0};

/* ---- the file system ---- */

static sqlite3_vfs *usual;
static char root[256];
static size_t root_length;

/* Whether a file is none of ours: other threads may ask, of their own files. */
static int is_foreign(const char *name) {
  return !name || root_length == 0 || strncmp(root, name, root_length) != 0;
}

static struct disk *disk_of(const char *name) {
  for (int index = disk_count - 1; index >= 0; index--) {
    struct disk *disk = disks[index];
    if (strncmp(disk->folder, name, disk->folder_length) == 0 && name[disk->folder_length] == '/')
      return disk;
  }
  return 0;
}

static struct stored *find(struct disk *disk, const char *name, int make) {
  for (struct stored *file = disk->files; file; file = file->next)
    if (strcmp(file->name, name) == 0) return file;
  if (!make) return 0;
  struct stored *file = calloc(1, sizeof *file);
  file->name = strdup(name);
  file->next = disk->files;
  disk->files = file;
  return file;
}

static int open_file(
    sqlite3_vfs *vfs, const char *name, sqlite3_file *given, int flags, int *out_flags) {
  if (is_foreign(name)) return usual->xOpen(usual, name, given, flags, out_flags);
  (void)vfs;
  struct open_file *open = (struct open_file *)given;
  memset(open, 0, sizeof *open);
  struct disk *disk = disk_of(name);
  if (!disk || disk->is_dead) return SQLITE_CANTOPEN;
  struct stored *file = find(disk, name, flags & SQLITE_OPEN_CREATE);
  if (!file || (!file->exists && !(flags & SQLITE_OPEN_CREATE))) return SQLITE_CANTOPEN;
  file->exists = 1;
  open->file = file;
  open->disk = disk;
  open->era = disk->era;
  open->base.pMethods = &methods;
  if (out_flags) *out_flags = flags;
  return SQLITE_OK;
}

static int delete_file(sqlite3_vfs *vfs, const char *name, int is_synced) {
  (void)vfs;
  if (is_foreign(name)) return usual->xDelete(usual, name, is_synced);
  struct disk *disk = disk_of(name);
  struct stored *file = disk ? find(disk, name, 0) : 0;
  if (!file || !file->exists) return SQLITE_IOERR_DELETE_NOENT;
  if (fault(disk) != SIM_NONE) return SQLITE_IOERR_DELETE;
  file->exists = 0;
  set_size(disk, file, 0);
  if (is_synced) {
    file->durable_exists = 0;
    resize(&file->durable, 0);
  }
  return SQLITE_OK;
}

static int look_at(sqlite3_vfs *vfs, const char *name, int flags, int *result) {
  (void)vfs;
  if (is_foreign(name)) return usual->xAccess(usual, name, flags, result);
  struct disk *disk = disk_of(name);
  struct stored *file = disk ? find(disk, name, 0) : 0;
  *result = file && file->exists;
  return SQLITE_OK;
}

static int full_name(sqlite3_vfs *vfs, const char *name, int count, char *to) {
  (void)vfs;
  if (is_foreign(name)) return usual->xFullPathname(usual, name, count, to);
  sqlite3_snprintf(count, to, "%s", name);
  return SQLITE_OK;
}

static int random_bytes(sqlite3_vfs *vfs, int count, char *to) {
  (void)vfs;
  for (int index = 0; index < count; index++) to[index] = (char)next_chance(&chance_state);
  return count;
}

static sqlite3_vfs vfs;

int sim_disk_register(const char *folder) {
  if (strlen(folder) >= sizeof root) return SQLITE_TOOBIG;
  if (vfs.zName) return strcmp(root, folder) == 0 ? SQLITE_OK : SQLITE_MISUSE;
  usual = sqlite3_vfs_find(0);
  if (!usual) return SQLITE_ERROR;
  strcpy(root, folder);
  root_length = strlen(root);
  vfs = *usual;
  vfs.iVersion = 1;
  vfs.pNext = 0;
  vfs.zName = "simulated";
  if (vfs.szOsFile < (int)sizeof(struct open_file)) vfs.szOsFile = sizeof(struct open_file);
  vfs.mxPathname = 512;
  vfs.xOpen = open_file;
  vfs.xDelete = delete_file;
  vfs.xAccess = look_at;
  vfs.xFullPathname = full_name;
  vfs.xRandomness = random_bytes;
  return sqlite3_vfs_register(&vfs, 1);
}

/* ---- what the simulator asks ---- */

void sim_disk_seed(uint64_t seed) {
  chance_state = seed;
  sqlite3_randomness(0, 0);
}

int sim_disk_make(const char *folder) {
  if (disk_count == DISKS) return -1;
  struct disk *disk = calloc(1, sizeof *disk);
  disk->folder = strdup(folder);
  disk->folder_length = strlen(folder);
  disk->limit = (sqlite3_int64)1 << 30;
  disks[disk_count] = disk;
  return disk_count++;
}

void sim_disk_forget(void) {
  for (int index = 0; index < disk_count; index++) {
    struct disk *disk = disks[index];
    while (disk->files) {
      struct stored *file = disk->files;
      disk->files = file->next;
      let_go(file->shared && file->shared->holders == 0 ? file->shared : 0);
      free_image(&file->now);
      free_image(&file->durable);
      free(file->dirty);
      free(file->name);
      free(file);
    }
    free(disk->folder);
    free(disk);
    disks[index] = 0;
  }
  disk_count = 0;
}

void sim_disk_plan(int index, int call, enum sim_fault planned) {
  struct disk *disk = disks[index];
  disk->planned = call;
  disk->counted = 0;
  disk->fault = planned;
}

int sim_disk_is_dead(int index) { return disks[index]->is_dead; }

int64_t sim_disk_calls(int index) { return disks[index]->calls; }

int64_t sim_disk_syncs(int index) { return disks[index]->syncs; }

int64_t sim_disk_used(int index) { return disks[index]->used; }

void sim_disk_limit(int index, int64_t bytes) { disks[index]->limit = bytes; }

void sim_disk_kill(int index) {
  struct disk *disk = disks[index];
  disk->era += 1;
  disk->is_dead = 0;
  disk->planned = 0;
  for (struct stored *file = disk->files; file; file = file->next) {
    file->sharing = file->reserved = file->pending = file->exclusive = 0;
    /* Who still holds it lets it go. */
    file->shared = 0;
  }
}

void sim_disk_cut(int index, uint64_t seed, int kept) {
  sim_disk_kill(index);
  struct disk *disk = disks[index];
  for (struct stored *file = disk->files; file; file = file->next) {
    /* A disk writes what it has not been told to sync in any order, or not at all. */
    for (sqlite3_int64 page = 0; page < file->dirty_room; page++) {
      if (!file->dirty[page]) continue;
      file->dirty[page] = 0;
      if ((int)(next_chance(&seed) & 255) >= kept) continue;
      copy_page(file, page);
      file->durable_exists = 1;
    }
    disk->used += file->durable.size - file->now.size;
    copy(&file->now, &file->durable);
    file->exists = file->durable_exists;
  }
}

void sim_disk_copy(int from, int to, int durable) {
  struct disk *source = disks[from];
  struct disk *target = disks[to];
  for (struct stored *file = target->files; file; file = file->next) {
    set_size(target, file, 0);
    resize(&file->durable, 0);
    file->exists = file->durable_exists = 0;
    if (file->dirty_room > 0) memset(file->dirty, 0, (size_t)file->dirty_room);
  }
  for (struct stored *file = source->files; file; file = file->next) {
    if (!(durable ? file->durable_exists : file->exists)) continue;
    const struct image *image = durable ? &file->durable : &file->now;
    char name[512];
    sqlite3_snprintf(
        sizeof name, name, "%s%s", target->folder, file->name + source->folder_length);
    struct stored *copied = find(target, name, 1);
    copied->exists = copied->durable_exists = 1;
    target->used += image->size;
    copy(&copied->now, image);
    copy(&copied->durable, image);
  }
}

int sim_disk_flip(int index, uint64_t chance) {
  struct stored *largest = 0;
  for (struct stored *file = disks[index]->files; file; file = file->next)
    if (file->exists && (!largest || file->now.size > largest->now.size)) largest = file;
  if (!largest || largest->now.size == 0) return 0;
  sqlite3_int64 bit = (sqlite3_int64)(chance % (uint64_t)(largest->now.size * 8));
  largest->now.bytes[bit / 8] ^= (unsigned char)(1 << (bit % 8));
  if (bit / 8 < largest->durable.size)
    largest->durable.bytes[bit / 8] = largest->now.bytes[bit / 8];
  return 1;
}
