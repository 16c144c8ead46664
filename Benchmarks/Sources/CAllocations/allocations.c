#define _GNU_SOURCE
#include "allocations.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

static atomic_bool counting;
static atomic_uint_fast64_t count, large, large_bytes;

void allocations_start(uint64_t bytes) {
  atomic_store(&count, 0);
  atomic_store(&large, 0);
  atomic_store(&large_bytes, bytes);
  atomic_store(&counting, true);
}

allocation_counts allocations_stop(void) {
  atomic_store(&counting, false);
  return (allocation_counts){atomic_load(&count), atomic_load(&large)};
}

#if defined(__linux__) && defined(__GLIBC__)

#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

// The C library's own allocator under the names that it keeps for those who replace malloc.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

bool allocations_are_counted(void) { return true; }

static void *counted(void *memory, size_t size) {
  if (memory && atomic_load_explicit(&counting, memory_order_relaxed)) {
    atomic_fetch_add_explicit(&count, 1, memory_order_relaxed);
    if (size >= atomic_load_explicit(&large_bytes, memory_order_relaxed)) {
      atomic_fetch_add_explicit(&large, 1, memory_order_relaxed);
    }
  }
  return memory;
}

void *malloc(size_t size) { return counted(__libc_malloc(size), size); }

void *calloc(size_t number, size_t size) {
  return counted(__libc_calloc(number, size), number * size);
}

void *realloc(void *old, size_t size) { return counted(__libc_realloc(old, size), size); }

void *memalign(size_t alignment, size_t size) {
  return counted(__libc_memalign(alignment, size), size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **result, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) || !alignment || (alignment & (alignment - 1))) return EINVAL;
  void *memory = memalign(alignment, size);
  if (!memory) return ENOMEM;
  *result = memory;
  return 0;
}

void *mmap(void *address, size_t size, int protection, int flags, int file, off_t offset) {
  void *memory = (void *)syscall(SYS_mmap, address, size, protection, flags, file, offset);
  if (memory != MAP_FAILED) counted(memory, size);
  return memory;
}

#else

bool allocations_are_counted(void) { return false; }

#endif
