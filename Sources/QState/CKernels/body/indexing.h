// Which amplitudes an operation touches: bits of the index that are held still, and the walk over
// the others. Shared by all widths.
//
// A *place* is an offset in real numbers from the start of the state: twice the amplitude's index,
// so that qubit k is bit k + 1. Vectors start at places whose bits inside the vector are 0.
#ifndef QS_INDEXING_H
#define QS_INDEXING_H

#include "qs_kernels.h"

// Vectors wider than the target's registers are passed between inlined functions only, so that no
// calling convention is involved.
#pragma clang diagnostic ignored "-Wpsabi"

#define QS_INLINE static inline __attribute__((always_inline, unused))

// Loops that prepare a kernel are short: unrolled or vectorized they would cost more than they save.
#define QS_PLAIN_LOOP _Pragma("clang loop vectorize(disable) unroll(disable)")

// The walk of one slice over the places whose `fixed` bits are `value`: a run of bases, each with a
// batch of places that differ in the lowest bits left free. Inside a batch no place waits for the
// one before.
typedef struct {
  uint64_t base;   // the current base, fixed bits 0
  uint64_t fixed;  // bits that the bases do not count, the batch's among them
  uint64_t value;
  uint64_t left;   // bases
  uint32_t batch;  // places of a base
  uint64_t offsets[1 << QS_BATCH_BITS];  // where they are
} qs_walk;

// Spreads the bits of `packed` over the places where `fixed` is 0.
QS_INLINE uint64_t qs_insert_zero_bits(uint64_t packed, uint64_t fixed) {
  QS_PLAIN_LOOP
  while (fixed) {
    uint64_t below = (fixed & -fixed) - 1;
    packed = ((packed & ~below) << 1) | (packed & below);
    fixed &= fixed - 1;
  }
  return packed;
}

// Places have `bits` bits; a base's batch agrees on the `apart` bits too.
QS_INLINE qs_walk qs_start_walk(
    uint32_t bits, uint64_t fixed, uint64_t value, uint64_t apart, uint32_t slice,
    uint32_t slices) {
  qs_walk walk = {.value = value, .batch = 1};
  walk.offsets[0] = 0;
  uint64_t available = ~(fixed | apart) & (((uint64_t)1 << bits) - 1);
  uint32_t free_bits = bits - (uint32_t)__builtin_popcountll(fixed);
  QS_PLAIN_LOOP
  for (uint32_t k = 0; k < QS_BATCH_BITS && available; ++k, --free_bits) {
    uint64_t bit = available & -available;
    available ^= bit;
    fixed |= bit;
    QS_PLAIN_LOOP
    for (uint32_t m = 0; m < walk.batch; ++m) {
      walk.offsets[walk.batch + m] = walk.offsets[m] | bit;
    }
    walk.batch *= 2;
  }
  uint64_t total = (uint64_t)1 << free_bits;
  uint64_t begin = total * slice / slices;
  walk.fixed = fixed;
  walk.base = qs_insert_zero_bits(begin, fixed);
  walk.left = total * (slice + 1) / slices - begin;
  return walk;
}

// The row that the bits of an amplitude's index select.
QS_INLINE uint64_t qs_row_of(const qs_selectors *s, uint64_t index) {
  uint64_t row = s->outer;
  QS_PLAIN_LOOP
  for (uint32_t k = 0; k < s->count; ++k) row |= (index >> s->bits[k] & 1) << k;
  return row;
}

// What each place of the walk's batches adds to the row of its base, times `size`.
QS_INLINE void qs_batch_rows(
    const qs_selectors *s, const qs_walk *walk, uint64_t size, uint64_t *parts) {
  parts[0] = 0;
  QS_PLAIN_LOOP
  for (uint32_t bit = 1; bit < walk->batch; bit *= 2) {
    uint64_t part = (qs_row_of(s, walk->offsets[bit] >> 1) - s->outer) * size;
    QS_PLAIN_LOOP
    for (uint32_t m = 0; m < bit; ++m) parts[bit | m] = parts[m] + part;
  }
}

// Counting with the fixed bits set lets the carry run across them.
#define QS_FOR_EACH_BASE(walk) \
  for (; (walk).left; \
       --(walk).left, (walk).base = (((walk).base | (walk).fixed) + 1) & ~(walk).fixed)

// Heads the statement that runs for each place `i`.
#define QS_FOR_EACH(walk, i) \
  QS_FOR_EACH_BASE(walk) \
  for (uint64_t batch_of_##i = 0, i; \
       batch_of_##i < (walk).batch && \
       (i = (walk).base | (walk).value | (walk).offsets[batch_of_##i], 1); \
       ++batch_of_##i)

#endif
