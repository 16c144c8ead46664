// Vectors of LANES interleaved complex numbers: the only file that knows how lanes are permuted.
//
// An instance defines REAL, INT (the integer of REAL's size), LANES, LANE_BITS and SUFFIX, and
// includes kernel_body.h. Only Clang's vector extensions are used: no intrinsics, so that every
// width compiles for every CPU.

#define GLUE_(a, b) a##_##b
#define GLUE(a, b) GLUE_(a, b)
#define NAME(name) GLUE(name, SUFFIX)

#define LANE_MASK ((uint64_t)LANES - 1)
#define ALL_LANES ((1u << LANES) - 1)
// The bits of a place inside a vector, and those of the qubits of a mask that are above it.
#define INSIDE ((uint64_t)2 * LANES - 1)
#define ABOVE(mask) (((mask) & ~LANE_MASK) << 1)

typedef REAL NAME(vector) __attribute__((vector_size(2 * LANES * sizeof(REAL))));
typedef INT NAME(selection) __attribute__((vector_size(2 * LANES * sizeof(REAL))));
// The same vector at an address aligned for one number only.
typedef REAL NAME(loose_vector)
    __attribute__((vector_size(2 * LANES * sizeof(REAL)), aligned(sizeof(REAL)), may_alias));
#define vector NAME(vector)
#define selection NAME(selection)

QS_INLINE vector NAME(load)(const REAL *state, uint64_t place) {
  return *(const NAME(loose_vector) *)(state + place);
}

QS_INLINE void NAME(store)(REAL *state, uint64_t place, vector value) {
  *(NAME(loose_vector) *)(state + place) = value;
}

// Lane l of the result is lane l ^ mask: X on the in-vector qubits of the mask.
#define LANE(l, mask) 2 * ((l) ^ (mask)), 2 * ((l) ^ (mask)) + 1
#if LANES == 2
#define XOR_LANES(v, mask) __builtin_shufflevector(v, v, LANE(0, mask), LANE(1, mask))
#elif LANES == 4
#define XOR_LANES(v, mask) \
  __builtin_shufflevector(v, v, LANE(0, mask), LANE(1, mask), LANE(2, mask), LANE(3, mask))
#elif LANES == 8
#define XOR_LANES(v, mask) \
  __builtin_shufflevector( \
      v, v, LANE(0, mask), LANE(1, mask), LANE(2, mask), LANE(3, mask), LANE(4, mask), \
      LANE(5, mask), LANE(6, mask), LANE(7, mask))
#endif

QS_INLINE vector NAME(xor_lanes)(vector v, unsigned mask) {
  switch (mask) {
#if LANES > 1
    case 1: return XOR_LANES(v, 1);
#endif
#if LANES > 2
    case 2: return XOR_LANES(v, 2);
    case 3: return XOR_LANES(v, 3);
#endif
#if LANES > 4
    case 4: return XOR_LANES(v, 4);
    case 5: return XOR_LANES(v, 5);
    case 6: return XOR_LANES(v, 6);
    case 7: return XOR_LANES(v, 7);
#endif
    default: return v;
  }
}
#undef XOR_LANES
#undef LANE

// Runs `loop` with the constant LANES_XOR equal to the lane mask, so that each instance specialises.
#define CASE_XOR(value, ...) \
  case value: { \
    enum { LANES_XOR = value }; \
    __VA_ARGS__; \
    break; \
  }
#if LANES == 1
#define FOR_LANE_XOR(mask, ...) \
  switch (mask) { CASE_XOR(0, __VA_ARGS__) }
#elif LANES == 2
#define FOR_LANE_XOR(mask, ...) \
  switch (mask) { CASE_XOR(0, __VA_ARGS__) CASE_XOR(1, __VA_ARGS__) }
#elif LANES == 4
#define FOR_LANE_XOR(mask, ...) \
  switch (mask) { \
    CASE_XOR(0, __VA_ARGS__) CASE_XOR(1, __VA_ARGS__) \
    CASE_XOR(2, __VA_ARGS__) CASE_XOR(3, __VA_ARGS__) \
  }
#elif LANES == 8
#define FOR_LANE_XOR(mask, ...) \
  switch (mask) { \
    CASE_XOR(0, __VA_ARGS__) CASE_XOR(1, __VA_ARGS__) \
    CASE_XOR(2, __VA_ARGS__) CASE_XOR(3, __VA_ARGS__) \
    CASE_XOR(4, __VA_ARGS__) CASE_XOR(5, __VA_ARGS__) \
    CASE_XOR(6, __VA_ARGS__) CASE_XOR(7, __VA_ARGS__) \
  }
#endif

// Exchanges real and imaginary parts.
#if LANES == 1
#define SWAP_PARTS(v) __builtin_shufflevector(v, v, 1, 0)
#elif LANES == 2
#define SWAP_PARTS(v) __builtin_shufflevector(v, v, 1, 0, 3, 2)
#elif LANES == 4
#define SWAP_PARTS(v) __builtin_shufflevector(v, v, 1, 0, 3, 2, 5, 4, 7, 6)
#else
#define SWAP_PARTS(v) \
  __builtin_shufflevector(v, v, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14)
#endif
QS_INLINE vector NAME(swap_parts)(vector v) { return SWAP_PARTS(v); }

// A complex number for each lane, ready to multiply with: (a + bi)·x = x·(a, a) + swap(x)·(-b, b).
typedef struct {
  vector re, im;
} NAME(coefficient);
#define coefficient NAME(coefficient)

QS_INLINE void NAME(set_lane)(coefficient *c, unsigned lane, double re, double im) {
  c->re[2 * lane] = c->re[2 * lane + 1] = (REAL)re;
  c->im[2 * lane] = (REAL)-im;
  c->im[2 * lane + 1] = (REAL)im;
}

// One number in the chosen lanes, `other` (a real number) in the rest.
QS_INLINE coefficient NAME(lanes_of)(const double *number, unsigned on, double other) {
  coefficient c;
  for (unsigned lane = 0; lane < LANES; ++lane) {
    int chosen = on >> lane & 1;
    NAME(set_lane)(&c, lane, chosen ? number[0] : other, chosen ? number[1] : 0);
  }
  return c;
}

QS_INLINE vector NAME(multiply)(coefficient c, vector v) {
  return v * c.re + NAME(swap_parts)(v) * c.im;
}

// The lanes whose in-vector qubits under `mask` have `values`, one bit each.
QS_INLINE unsigned NAME(matching_lanes)(uint64_t mask, uint64_t values) {
  unsigned on = 0;
  for (unsigned lane = 0; lane < LANES; ++lane) {
    if ((lane & mask) == (values & mask & LANE_MASK)) on |= 1u << lane;
  }
  return on;
}

QS_INLINE unsigned NAME(controlled_lanes)(const qs_operation *op) {
  return NAME(matching_lanes)(op->control_mask & LANE_MASK, op->control_values);
}

QS_INLINE selection NAME(select_lanes)(unsigned on) {
  selection chosen;
  for (unsigned lane = 0; lane < LANES; ++lane) {
    chosen[2 * lane] = chosen[2 * lane + 1] = on >> lane & 1 ? (INT)-1 : 0;
  }
  return chosen;
}

// `yes` in the chosen lanes, `no` in the others.
QS_INLINE vector NAME(blend)(selection chosen, vector yes, vector no) {
  return (vector)((chosen & (selection)yes) | (~chosen & (selection)no));
}

// The walk over vectors with the controls above the lanes met and `fixed` also held at 0.
QS_INLINE qs_walk NAME(walk)(
    const qs_operation *op, uint64_t fixed, uint64_t apart, uint32_t slice, uint32_t slices) {
  return qs_start_walk(
      op->qubits + 1, INSIDE | fixed | ABOVE(op->control_mask), ABOVE(op->control_values), apart,
      slice, slices);
}
