#ifndef ALLOCATIONS_H
#define ALLOCATIONS_H

#include <stdbool.h>
#include <stdint.h>

// Counts what the whole program allocates, its libraries included, by standing in for the C
// library's functions.

typedef struct {
  uint64_t count;  // calls that gave memory, of any thread
  uint64_t large;  // those of them for at least so many bytes as allocations_start was told
} allocation_counts;

// False where the C library cannot be stood in for: counts stay 0.
bool allocations_are_counted(void);

void allocations_start(uint64_t large_bytes);
allocation_counts allocations_stop(void);

#endif
