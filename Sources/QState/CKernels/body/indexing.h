// Which amplitudes an operation touches: bits of the index that are held still, and the walk over
// the others. Shared by all widths.
#ifndef QS_INDEXING_H
#define QS_INDEXING_H

#include "qs_kernels.h"

// Vectors wider than the target's registers are passed between inlined functions only, so that no
// calling convention is involved.
#pragma clang diagnostic ignored "-Wpsabi"

#define QS_INLINE static inline __attribute__((always_inline, unused))

// The walk of one slice over the vector indices whose `fixed` bits are `value`.
typedef struct {
  uint64_t index;  // the current vector index, fixed bits 0
  uint64_t fixed;
  uint64_t value;
  uint64_t left;
} qs_walk;

// Spreads the bits of `packed` over the places where `fixed` is 0.
QS_INLINE uint64_t qs_insert_zero_bits(uint64_t packed, uint64_t fixed) {
  while (fixed) {
    uint64_t below = (fixed & -fixed) - 1;
    packed = ((packed & ~below) << 1) | (packed & below);
    fixed &= fixed - 1;
  }
  return packed;
}

// `bits` is the width of the whole vector index.
QS_INLINE qs_walk qs_start_walk(
    uint32_t bits, uint64_t fixed, uint64_t value, uint32_t slice, uint32_t slices) {
  uint64_t total = (uint64_t)1 << (bits - (uint32_t)__builtin_popcountll(fixed));
  uint64_t begin = total * slice / slices;
  uint64_t end = total * (slice + 1) / slices;
  return (qs_walk){qs_insert_zero_bits(begin, fixed), fixed, value, end - begin};
}

// Counting with the fixed bits set lets the carry run across them.
#define QS_FOR_EACH(walk) \
  for (; (walk).left; --(walk).left, \
       (walk).index = (((walk).index | (walk).fixed) + 1) & ~(walk).fixed)

#endif
