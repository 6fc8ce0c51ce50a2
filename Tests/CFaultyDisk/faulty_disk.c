#include "faulty_disk.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#define FILES 16
#define PAGE 4096

struct image {
  unsigned char *bytes;
  sqlite3_int64 size;
};

struct stored {
  char name[256];
  int exists;
  int durable_exists;
  struct image now;     /* what a read sees */
  struct image durable; /* what a power cut leaves */
  void *regions[32];    /* shared memory of the write-ahead log */
  int region_count;
};

struct open_file {
  sqlite3_file base;
  struct stored *file;
  int era;
};

static struct stored files[FILES];
static int era, calls, planned;
static enum faulty_kind kind;

static void resize(struct image *image, sqlite3_int64 size) {
  image->bytes = realloc(image->bytes, size > 0 ? (size_t)size : 1);
  if (size > image->size) memset(image->bytes + image->size, 0, (size_t)(size - image->size));
  image->size = size;
}

static void copy(struct image *to, const struct image *from) {
  resize(to, from->size);
  if (from->size > 0) memcpy(to->bytes, from->bytes, (size_t)from->size);
}

/* Whether this call fails, and how. */
static enum faulty_kind fault(int is_sync) {
  calls += 1;
  if (planned == 0 || calls < planned) return FAULTY_NONE;
  if (kind == FAULTY_DEAD) return FAULTY_DEAD;
  if (kind == FAULTY_FULL) return is_sync ? FAULTY_NONE : FAULTY_FULL;
  return calls == planned ? kind : FAULTY_NONE;
}

static int is_dead(const struct open_file *open) {
  return open->era != era || (planned != 0 && calls >= planned && kind == FAULTY_DEAD);
}

static int close_file(sqlite3_file *file) { (void)file; return SQLITE_OK; }

static int read_file(sqlite3_file *file, void *to, int count, sqlite3_int64 at) {
  struct open_file *open = (struct open_file *)file;
  if (is_dead(open)) return SQLITE_IOERR_READ;
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

static int write_file(sqlite3_file *file, const void *from, int count, sqlite3_int64 at) {
  struct open_file *open = (struct open_file *)file;
  if (is_dead(open)) return SQLITE_IOERR_WRITE;
  enum faulty_kind failed = fault(0);
  if (failed == FAULTY_IO || failed == FAULTY_DEAD) return SQLITE_IOERR_WRITE;
  if (failed == FAULTY_FULL) return SQLITE_FULL;
  if (failed == FAULTY_SHORT) count /= 2;
  struct image *image = &open->file->now;
  if (at + count > image->size) resize(image, at + count);
  if (count > 0) memcpy(image->bytes + at, from, (size_t)count);
  return failed == FAULTY_SHORT ? SQLITE_IOERR_WRITE : SQLITE_OK;
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size) {
  struct open_file *open = (struct open_file *)file;
  if (is_dead(open) || fault(1) != FAULTY_NONE) return SQLITE_IOERR_TRUNCATE;
  resize(&open->file->now, size);
  return SQLITE_OK;
}

static int sync_file(sqlite3_file *file, int flags) {
  (void)flags;
  struct open_file *open = (struct open_file *)file;
  if (is_dead(open) || fault(1) != FAULTY_NONE) return SQLITE_IOERR_FSYNC;
  copy(&open->file->durable, &open->file->now);
  open->file->durable_exists = 1;
  return SQLITE_OK;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
  *size = ((struct open_file *)file)->file->now.size;
  return SQLITE_OK;
}

static int lock_file(sqlite3_file *file, int level) { (void)file; (void)level; return SQLITE_OK; }

static int check_lock(sqlite3_file *file, int *is_reserved) {
  (void)file;
  *is_reserved = 0;
  return SQLITE_OK;
}

static int control(sqlite3_file *file, int op, void *argument) {
  (void)file; (void)op; (void)argument;
  return SQLITE_NOTFOUND;
}

static int sector_size(sqlite3_file *file) { (void)file; return PAGE; }

static int characteristics(sqlite3_file *file) { (void)file; return 0; }

static int map_shared(sqlite3_file *file, int region, int size, int extend, void volatile **to) {
  struct stored *stored = ((struct open_file *)file)->file;
  *to = 0;
  if (region >= 32) return SQLITE_IOERR_SHMMAP;
  if (!stored->regions[region]) {
    if (!extend) return SQLITE_OK;
    stored->regions[region] = calloc(1, (size_t)size);
    if (region >= stored->region_count) stored->region_count = region + 1;
  }
  *to = stored->regions[region];
  return SQLITE_OK;
}

static int lock_shared(sqlite3_file *file, int offset, int count, int flags) {
  (void)file; (void)offset; (void)count; (void)flags;
  return SQLITE_OK;
}

static void shared_barrier(sqlite3_file *file) { (void)file; }

static int unmap_shared(sqlite3_file *file, int is_last) {
  struct open_file *open = (struct open_file *)file;
  if (!is_last || open->era != era) return SQLITE_OK;
  for (int region = 0; region < open->file->region_count; region++) {
    free(open->file->regions[region]);
    open->file->regions[region] = 0;
  }
  open->file->region_count = 0;
  return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    2,           close_file, read_file,    write_file, truncate_file,   sync_file,
    file_size,   lock_file,  lock_file,    check_lock, control,         sector_size,
    characteristics, map_shared, lock_shared,  shared_barrier, unmap_shared, 0, 0};

static struct stored *find(const char *name, int make) {
  struct stored *unused = 0;
  for (int index = 0; index < FILES; index++) {
    if (files[index].name[0] && strcmp(files[index].name, name) == 0) return &files[index];
    if (!files[index].name[0] && !unused) unused = &files[index];
  }
  if (!make || !unused || strlen(name) >= sizeof unused->name) return 0;
  strcpy(unused->name, name);
  return unused;
}

static int open_file(
    sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags) {
  (void)vfs;
  struct open_file *open = (struct open_file *)file;
  open->base.pMethods = 0;
  struct stored *stored = find(name ? name : "nameless", flags & SQLITE_OPEN_CREATE);
  if (!stored || (!stored->exists && !(flags & SQLITE_OPEN_CREATE))) return SQLITE_CANTOPEN;
  stored->exists = 1;
  open->file = stored;
  open->era = era;
  open->base.pMethods = &methods;
  if (out_flags) *out_flags = flags;
  return SQLITE_OK;
}

static int delete_file(sqlite3_vfs *vfs, const char *name, int is_synced) {
  (void)vfs;
  struct stored *stored = find(name, 0);
  if (!stored || !stored->exists) return SQLITE_IOERR_DELETE_NOENT;
  if (fault(1) != FAULTY_NONE) return SQLITE_IOERR_DELETE;
  stored->exists = 0;
  resize(&stored->now, 0);
  if (is_synced) stored->durable_exists = 0;
  return SQLITE_OK;
}

static int look_at(sqlite3_vfs *vfs, const char *name, int flags, int *result) {
  (void)vfs; (void)flags;
  struct stored *stored = find(name, 0);
  *result = stored && stored->exists;
  return SQLITE_OK;
}

static int full_name(sqlite3_vfs *vfs, const char *name, int count, char *to) {
  (void)vfs;
  sqlite3_snprintf(count, to, "%s", name);
  return SQLITE_OK;
}

static sqlite3_vfs vfs;

int faulty_disk_make(void) {
  for (int index = 0; index < FILES; index++) {
    for (int region = 0; region < 32; region++) free(files[index].regions[region]);
    free(files[index].now.bytes);
    free(files[index].durable.bytes);
  }
  memset(files, 0, sizeof files);
  era += 1;
  faulty_disk_plan(0, FAULTY_NONE);
  if (vfs.zName) return SQLITE_OK;
  sqlite3_vfs *usual = sqlite3_vfs_find(0);
  if (!usual) return SQLITE_ERROR;
  vfs = *usual;
  vfs.pNext = 0;
  vfs.zName = "faulty";
  vfs.szOsFile = sizeof(struct open_file);
  vfs.mxPathname = 255;
  vfs.xOpen = open_file;
  vfs.xDelete = delete_file;
  vfs.xAccess = look_at;
  vfs.xFullPathname = full_name;
  return sqlite3_vfs_register(&vfs, 0);
}

void faulty_disk_plan(int call, enum faulty_kind planned_kind) {
  calls = 0;
  planned = call;
  kind = planned_kind;
}

int faulty_disk_calls(void) { return calls; }

void faulty_disk_cut(unsigned seed) {
  era += 1;
  unsigned state = seed;
  for (int index = 0; index < FILES; index++) {
    struct stored *stored = &files[index];
    for (int region = 0; region < stored->region_count; region++) {
      free(stored->regions[region]);
      stored->regions[region] = 0;
    }
    stored->region_count = 0;
    if (seed != 0) {
      /* A disk writes what it has not been told to sync in any order, or not at all. */
      sqlite3_int64 pages = (stored->now.size + PAGE - 1) / PAGE;
      for (sqlite3_int64 page = 0; page < pages; page++) {
        state = state * 1664525u + 1013904223u;
        if (!(state >> 31)) continue;
        sqlite3_int64 at = page * PAGE;
        sqlite3_int64 end = at + PAGE < stored->now.size ? at + PAGE : stored->now.size;
        if (end > stored->durable.size) resize(&stored->durable, end);
        memcpy(stored->durable.bytes + at, stored->now.bytes + at, (size_t)(end - at));
        stored->durable_exists = 1;
      }
    }
    copy(&stored->now, &stored->durable);
    stored->exists = stored->durable_exists;
  }
  faulty_disk_plan(0, FAULTY_NONE);
}
