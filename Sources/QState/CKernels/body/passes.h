// A pass over a tile: groups of vectors that differ in the *register qubits* are loaded into registers
// together, multiplied by phases, rotated about each register qubit, each rotated lane and then each
// pair of qubits, and stored where the moves of the pass send them.

// A real rotation in the form that needs one multiply-add a number; the scale is in the phases.
//   tangent    a' = a - t·b,  b' = t·a + b
//   cotangent  a' = t·a - b,  b' = a + t·b
QS_INLINE void NAME(rotate_register)(
    vector *v, const int count, const int stride, REAL t, int cotangent) {
  if (cotangent) {
#pragma clang loop unroll(full)
    for (int k = 0; k < count; ++k) {
      if (k & stride) continue;
      vector a = v[k], b = v[k | stride];
      v[k] = a * t - b;
      v[k | stride] = b * t + a;
    }
  } else {
#pragma clang loop unroll(full)
    for (int k = 0; k < count; ++k) {
      if (k & stride) continue;
      vector a = v[k], b = v[k | stride];
      v[k] = a - b * t;
      v[k | stride] = b + a * t;
    }
  }
}

QS_INLINE void NAME(rotate_lanes)(
    vector *v, const int count, const int flip, const REAL *keep, const REAL *mix) {
  vector k = NAME(load)(keep, 0), m = NAME(load)(mix, 0);
#pragma clang loop unroll(full)
  for (int i = 0; i < count; ++i) v[i] = v[i] * k + NAME(xor_lanes)(v[i], flip) * m;
}

// x += (re + i·im)·y, the numbers laid out as for `multiply`.
QS_INLINE vector NAME(add_product)(vector x, const REAL *number, vector y) {
  x += y * NAME(load)(number, 0);
  return x + NAME(swap_parts)(y) * NAME(load)(number, 2 * LANES);
}

// A pair rotation adds to each amplitude a multiple of the one that differs in both qubits of a pair.
// Its four numbers, for the values 00, 01, 10, 11 of the pair (first qubit last), are 4·LANES reals
// each.

// Both qubits are registers: the first is the bit `low` of a vector's number, the second `high`.
QS_INLINE void NAME(rotate_register_pair)(
    vector *v, const int count, const int low, const int high, const REAL *numbers) {
#pragma clang loop unroll(full)
  for (int k = 0; k < count; ++k) {
    if (k & (low | high)) continue;
#pragma clang loop unroll(full)
    for (int first = 0; first < 2; ++first) {
      const int i = k | (first ? low : 0), j = i ^ (low | high);
      vector x = v[i], y = v[j];
      v[i] = NAME(add_product)(x, numbers + first * 4 * LANES, y);
      v[j] = NAME(add_product)(y, numbers + (3 - first) * 4 * LANES, x);
    }
  }
}

// One qubit is inside the vector: a number a lane, for vectors with the register at 0 and then at 1.
QS_INLINE void NAME(rotate_mixed_pair)(
    vector *v, const int count, const int stride, const int flip, const REAL *numbers) {
#pragma clang loop unroll(full)
  for (int k = 0; k < count; ++k) {
    if (k & stride) continue;
    vector x = v[k], y = v[k | stride];
    v[k] = NAME(add_product)(x, numbers, NAME(xor_lanes)(y, flip));
    v[k | stride] = NAME(add_product)(y, numbers + 4 * LANES, NAME(xor_lanes)(x, flip));
  }
}

// Both qubits are inside the vector.
QS_INLINE void NAME(rotate_lane_pair)(
    vector *v, const int count, const int flip, const REAL *numbers) {
#pragma clang loop unroll(full)
  for (int i = 0; i < count; ++i) {
    v[i] = NAME(add_product)(v[i], numbers, NAME(xor_lanes)(v[i], flip));
  }
}

QS_INLINE uint64_t NAME(row_of)(const qs_selectors *s, uint64_t index) {
  uint64_t row = s->outer;
  // Few bits: a loop over them costs less than a table, and needs no instruction of newer CPUs.
  QS_PLAIN_LOOP
  for (uint32_t k = 0; k < s->count; ++k) row |= (index >> s->bits[k] & 1) << k;
  return row;
}

// Where the vectors of a group are from its place, and the bits that places of groups do not count.
QS_INLINE uint64_t NAME(group_places)(const qs_pass *p, uint64_t *in, const int registers) {
  uint64_t fixed = INSIDE | p->dead << 1;
#pragma clang loop unroll(full)
  for (int k = 0; k < 1 << registers; ++k) {
    in[k] = p->offsets[k] << 1;
    fixed |= in[k];
  }
  return fixed;
}

// Multiplies a group by the phases of the pass.
QS_INLINE void NAME(apply_tables)(
    vector *v, const qs_pass *p, uint32_t tables, uint64_t place, const int registers) {
  const int count = 1 << registers;
  for (uint32_t table = 0; table < tables; ++table) {
    const qs_phases *phases = &p->tables[table];
    uint64_t row = NAME(row_of)(&phases->selectors, place >> 1);
    if (phases->real) {
      const REAL *re = (const REAL *)phases->rows + (row << registers) * (2 * LANES);
#pragma clang loop unroll(full)
      for (int k = 0; k < count; ++k) v[k] *= NAME(load)(re, k * 2 * LANES);
    } else {
      const REAL *c = (const REAL *)phases->rows + (row << registers) * (4 * LANES);
#pragma clang loop unroll(full)
      for (int k = 0; k < count; ++k) {
        v[k] = v[k] * NAME(load)(c, k * 4 * LANES) +
               NAME(swap_parts)(v[k]) * NAME(load)(c, k * 4 * LANES + 2 * LANES);
      }
    }
  }
}

QS_INLINE void NAME(pass_loop)(
    REAL *amplitudes, const qs_pass *p, uint32_t slice, uint32_t slices, const int registers) {
  const int count = 1 << registers;
  // Copies: for all the compiler knows, a store changes the pass.
  const uint32_t rotated = p->rotated, cotangent = p->cotangent, rotated_lanes = p->rotated_lanes;
  const uint32_t has_pairs = p->has_pairs, table_count = p->table_count;
  const uint64_t *const moves = p->moves;
  REAL tangents[QS_PASS_REGISTERS];
#pragma clang loop unroll(full)
  for (int k = 0; k < registers; ++k) tangents[k] = (REAL)p->tangents[k];
  uint64_t in[QS_PASS_VECTORS];
  uint64_t fixed = NAME(group_places)(p, in, registers);
  uint64_t groups = (uint64_t)1
                    << (p->qubits - LANE_BITS - registers - __builtin_popcountll(p->dead));
  uint64_t begin = groups * slice / slices, end = groups * (slice + 1) / slices;
  uint64_t place = qs_insert_zero_bits(begin, fixed);
  for (uint64_t group = begin; group < end; ++group) {
    vector v[QS_PASS_VECTORS];
    REAL *const base = amplitudes + place;
#pragma clang loop unroll(full)
    for (int k = 0; k < count; ++k) v[k] = NAME(load)(base, in[k]);

    if (table_count) NAME(apply_tables)(v, p, table_count, place, registers);

#define ROTATE(k) \
  if (registers > k && (rotated >> k & 1)) \
    NAME(rotate_register)(v, count, 1 << k, tangents[k], cotangent >> k & 1);
    ROTATE(0)
    ROTATE(1)
    ROTATE(2)
    ROTATE(3)
#undef ROTATE
    if (rotated_lanes) {
#define ROTATE_LANES(k) \
  if (LANE_BITS > k && (rotated_lanes >> k & 1)) \
    NAME(rotate_lanes)(v, count, 1 << k, (const REAL *)p->lane_keep[k], (const REAL *)p->lane_mix[k]);
    ROTATE_LANES(0)
    ROTATE_LANES(1)
    ROTATE_LANES(2)
#undef ROTATE_LANES
    }

    if (has_pairs) {
#define REGISTER_PAIR(k, low, high) \
  if (registers > high && p->register_pairs[k]) \
    NAME(rotate_register_pair)(v, count, 1 << low, 1 << high, (const REAL *)p->register_pairs[k]);
      REGISTER_PAIR(0, 0, 1)
      REGISTER_PAIR(1, 2, 3)
#undef REGISTER_PAIR
#define MIXED_PAIR(lane, k) \
  if (LANE_BITS > lane && registers > k && (p->lane_partners[lane] >> k & 1)) \
    NAME(rotate_mixed_pair)(v, count, 1 << k, 1 << lane, (const REAL *)p->mixed_pairs[lane]);
#define MIXED_PAIRS(lane) \
  MIXED_PAIR(lane, 0) MIXED_PAIR(lane, 1) MIXED_PAIR(lane, 2) MIXED_PAIR(lane, 3)
      MIXED_PAIRS(0)
      MIXED_PAIRS(1)
      MIXED_PAIRS(2)
#undef MIXED_PAIRS
#undef MIXED_PAIR
#define LANE_PAIR(highest, lanes) \
  if (LANE_BITS > highest && p->paired_lanes == lanes) \
    NAME(rotate_lane_pair)(v, count, lanes, (const REAL *)p->lane_pair);
      LANE_PAIR(1, 3)
      LANE_PAIR(2, 5)
      LANE_PAIR(2, 6)
#undef LANE_PAIR
    }

    if (moves) {
      const uint64_t *out =
          moves + (NAME(row_of)(&p->move_selectors, place >> 1) << registers);
#pragma clang loop unroll(full)
      for (int k = 0; k < count; ++k) NAME(store)(base, out[k] << 1, v[k]);
    } else {
#pragma clang loop unroll(full)
      for (int k = 0; k < count; ++k) NAME(store)(base, in[k], v[k]);
    }
    place = ((place | fixed) + 1) & ~fixed;
  }
}

#include "fourier.h"

static void NAME(pass)(void *tile, const qs_pass *p, uint32_t slice, uint32_t slices) {
  if (p->fourier) {
    NAME(fourier_pass)(tile, p, slice, slices);
    return;
  }
  switch (p->registers) {
    case 0: NAME(pass_loop)(tile, p, slice, slices, 0); break;
    case 1: NAME(pass_loop)(tile, p, slice, slices, 1); break;
    case 2: NAME(pass_loop)(tile, p, slice, slices, 2); break;
    case 3: NAME(pass_loop)(tile, p, slice, slices, 3); break;
#ifdef MANY_REGISTERS
    case 4: NAME(pass_loop)(tile, p, slice, slices, 4); break;
#endif
  }
}

// Real and imaginary parts are laid out as the loop multiplies with them: (re, re), (-im, im).
static void NAME(spread_phases)(const double *numbers, uint64_t vectors, int real, void *rows) {
  REAL *out = rows;
  for (uint64_t v = 0; v < vectors; ++v, numbers += 2 * LANES, out += real ? 2 * LANES : 4 * LANES) {
    for (int lane = 0; lane < LANES; ++lane) {
      REAL re = (REAL)numbers[2 * lane], im = (REAL)numbers[2 * lane + 1];
      out[2 * lane] = out[2 * lane + 1] = re;
      if (!real) {
        out[2 * LANES + 2 * lane] = -im;
        out[2 * LANES + 2 * lane + 1] = im;
      }
    }
  }
}

// keep·v + mix·(v with the lane bit flipped), for a rotation about a qubit inside the vector.
static void NAME(spread_rotation)(double t, int cotangent, uint32_t bit, void *keep, void *mix) {
  for (int lane = 0; lane < LANES; ++lane) {
    int one = lane >> bit & 1;
    REAL same = (REAL)(cotangent ? t : 1), other = (REAL)(cotangent ? 1 : t);
    for (int part = 0; part < 2; ++part) {
      ((REAL *)keep)[2 * lane + part] = same;
      ((REAL *)mix)[2 * lane + part] = one ? other : -other;
    }
  }
}
