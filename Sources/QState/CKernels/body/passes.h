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

// Where the vectors of a group are, from its first: register k is `strides[k]` numbers away. Vectors that
// differ in register 0 share a pointer.
typedef struct {
  uint64_t strides[QS_PASS_REGISTERS];
  uint64_t fixed;  // the bits that places of groups do not count
} NAME(group);

QS_INLINE NAME(group) NAME(group_of)(const qs_pass *p, const int registers) {
  NAME(group) group = {.fixed = INSIDE | p->dead << 1};
#pragma clang loop unroll(full)
  for (int k = 0; k < registers; ++k) {
    group.strides[k] = p->offsets[1 << k] << 1;
    group.fixed |= group.strides[k];
  }
  return group;
}

QS_INLINE void NAME(group_pointers)(
    REAL *first, const NAME(group) *group, REAL **at, const int registers) {
  at[0] = first;
#pragma clang loop unroll(full)
  for (int k = 1; k < registers; ++k) {
#pragma clang loop unroll(full)
    for (int m = 0; m < 1 << (k - 1); ++m) at[1 << (k - 1) | m] = at[m] + group->strides[k];
  }
}

QS_INLINE void NAME(load_group)(
    vector *v, REAL *const *at, const NAME(group) *group, const int registers) {
#pragma clang loop unroll(full)
  for (int k = 0; k < 1 << registers; ++k) {
    v[k] = NAME(load)(at[k >> 1], k & 1 ? group->strides[0] : 0);
  }
}

QS_INLINE void NAME(store_group)(
    const vector *v, REAL *const *at, const NAME(group) *group, const int registers) {
#pragma clang loop unroll(full)
  for (int k = 0; k < 1 << registers; ++k) {
    NAME(store)(at[k >> 1], k & 1 ? group->strides[0] : 0, v[k]);
  }
}

// The rows that a walk selects from the tables of a pass.
typedef struct {
  const char *base[QS_PASS_TABLES];                   // of the walk's base
  uint64_t parts[QS_PASS_TABLES][1 << QS_BATCH_BITS];  // what the place of a batch adds, in bytes
} NAME(table_rows);

QS_INLINE uint64_t NAME(row_bytes)(const qs_phases *phases, const int registers) {
  return ((phases->real ? 2 : 4) * LANES * sizeof(REAL)) << registers;
}

QS_INLINE void NAME(start_rows)(
    NAME(table_rows) *rows, const qs_phases *tables, uint32_t count, const qs_walk *walk,
    const int registers) {
  QS_PLAIN_LOOP
  for (uint32_t t = 0; t < count; ++t) {
    qs_batch_rows(
        &tables[t].selectors, walk, NAME(row_bytes)(&tables[t], registers), rows->parts[t]);
  }
}

QS_INLINE void NAME(base_rows)(
    NAME(table_rows) *rows, const qs_phases *tables, uint32_t count, const qs_walk *walk,
    const int registers) {
  QS_PLAIN_LOOP
  for (uint32_t t = 0; t < count; ++t) {
    const uint64_t row = qs_row_of(&tables[t].selectors, walk->base >> 1);
    rows->base[t] =
        (const char *)tables[t].rows + row * NAME(row_bytes)(&tables[t], registers);
  }
}

// Multiplies a group by the phases of the pass.
QS_INLINE void NAME(apply_tables)(
    vector *v, const qs_phases *tables, uint32_t count, const NAME(table_rows) *rows,
    uint32_t place, const int registers) {
  QS_PLAIN_LOOP
  for (uint32_t table = 0; table < count; ++table) {
    const REAL *row = (const REAL *)(rows->base[table] + rows->parts[table][place]);
    if (tables[table].real) {
#pragma clang loop unroll(full)
      for (int k = 0; k < 1 << registers; ++k) v[k] *= NAME(load)(row, k * 2 * LANES);
    } else {
#pragma clang loop unroll(full)
      for (int k = 0; k < 1 << registers; ++k) {
        v[k] = v[k] * NAME(load)(row, k * 4 * LANES) +
               NAME(swap_parts)(v[k]) * NAME(load)(row, k * 4 * LANES + 2 * LANES);
      }
    }
  }
}

// What a pass does to a group. Copies: for all the compiler knows, a store changes the pass.
typedef struct {
  uint32_t rotated, cotangent, rotated_lanes, has_pairs;
  REAL tangents[QS_PASS_REGISTERS];
} NAME(turns);

QS_INLINE NAME(turns) NAME(turns_of)(const qs_pass *p, const int registers) {
  NAME(turns) turns = {
      .rotated = p->rotated,
      .cotangent = p->cotangent,
      .rotated_lanes = p->rotated_lanes,
      .has_pairs = p->has_pairs,
  };
#pragma clang loop unroll(full)
  for (int k = 0; k < registers; ++k) turns.tangents[k] = (REAL)p->tangents[k];
  return turns;
}

QS_INLINE void NAME(turn_group)(
    vector *v, const qs_pass *p, const NAME(turns) *turns, const int registers) {
  const int count = 1 << registers;
#define ROTATE(k) \
  if (registers > k && (turns->rotated >> k & 1)) \
    NAME(rotate_register)(v, count, 1 << k, turns->tangents[k], turns->cotangent >> k & 1);
  ROTATE(0)
  ROTATE(1)
  ROTATE(2)
  ROTATE(3)
#undef ROTATE
  if (turns->rotated_lanes) {
#define ROTATE_LANES(k) \
  if (LANE_BITS > k && (turns->rotated_lanes >> k & 1)) \
    NAME(rotate_lanes)( \
        v, count, 1 << k, (const REAL *)p->lane_keep[k], (const REAL *)p->lane_mix[k]);
  ROTATE_LANES(0)
  ROTATE_LANES(1)
  ROTATE_LANES(2)
#undef ROTATE_LANES
  }

  if (turns->has_pairs) {
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
}

QS_INLINE void NAME(pass_loop)(
    REAL *amplitudes, const qs_pass *p, uint32_t slice, uint32_t slices, const int registers) {
  const NAME(turns) turns = NAME(turns_of)(p, registers);
  const NAME(group) group = NAME(group_of)(p, registers);
  const uint32_t table_count = p->table_count;
  const uint64_t *const moves = p->moves;
  qs_walk walk = qs_start_walk(p->qubits + 1, group.fixed, 0, 0, slice, slices);
  NAME(table_rows) rows;
  NAME(start_rows)(&rows, p->tables, table_count, &walk, registers);
  uint64_t move_base = 0, move_parts[1 << QS_BATCH_BITS];
  if (moves) qs_batch_rows(&p->move_selectors, &walk, (uint64_t)1 << registers, move_parts);
  QS_FOR_EACH_BASE(walk) {
    if (p->ahead) qs_fetch_ahead(p->ahead);
    NAME(base_rows)(&rows, p->tables, table_count, &walk, registers);
    if (moves) move_base = qs_row_of(&p->move_selectors, walk.base >> 1) << registers;
    for (uint32_t place = 0; place < walk.batch; ++place) {
      vector v[QS_PASS_VECTORS];
      REAL *const first = amplitudes + (walk.base | walk.offsets[place]);
      REAL *at[QS_PASS_VECTORS / 2];
      NAME(group_pointers)(first, &group, at, registers);
      NAME(load_group)(v, at, &group, registers);
      NAME(apply_tables)(v, p->tables, table_count, &rows, place, registers);
      NAME(turn_group)(v, p, &turns, registers);
      if (moves) {
        const uint64_t *out = moves + move_base + move_parts[place];
#pragma clang loop unroll(full)
        for (int k = 0; k < 1 << registers; ++k) NAME(store)(first, out[k] << 1, v[k]);
      } else {
        NAME(store_group)(v, at, &group, registers);
      }
    }
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
