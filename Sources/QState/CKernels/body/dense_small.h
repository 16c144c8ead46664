// Matrices on one or two targets, wherever the targets are.
//
// `rows` vectors differ in the targets above the lanes; the other targets permute lanes, so each
// vector also appears in `variants` permuted forms. Every output vector is a sum of all forms of
// all vectors, each times a coefficient a lane.

QS_INLINE void NAME(dense_small_loop)(
    REAL *amplitudes, qs_walk walk, const uint64_t *offsets, const coefficient *coefficients,
    const int rows, const int variants, const unsigned flip0, const unsigned flip1,
    const int real) {
  QS_FOR_EACH(walk) {
    uint64_t base = walk.index | walk.value;
    vector input[4], swapped[4], output[4];
#pragma clang loop unroll(full)
    for (int row = 0; row < rows; ++row) {
      vector v = NAME(load)(amplitudes, base | offsets[row]);
      input[row * variants] = v;
      if (variants > 1) input[row * variants + 1] = NAME(xor_lanes)(v, flip0);
      if (variants > 2) {
        input[row * variants + 2] = NAME(xor_lanes)(v, flip1);
        input[row * variants + 3] = NAME(xor_lanes)(v, flip0 ^ flip1);
      }
    }
    const int terms = rows * variants;
#pragma clang loop unroll(full)
    for (int term = 0; term < terms; ++term) {
      swapped[term] = real ? input[term] : NAME(swap_parts)(input[term]);
    }
#pragma clang loop unroll(full)
    for (int row = 0; row < rows; ++row) {
      const coefficient *c = coefficients + row * terms;
      vector sum = input[0] * c[0].re;
#pragma clang loop unroll(full)
      for (int term = 1; term < terms; ++term) sum += input[term] * c[term].re;
      if (!real) {
#pragma clang loop unroll(full)
        for (int term = 0; term < terms; ++term) sum += swapped[term] * c[term].im;
      }
      output[row] = sum;
    }
#pragma clang loop unroll(full)
    for (int row = 0; row < rows; ++row) {
      NAME(store)(amplitudes, base | offsets[row], output[row]);
    }
  }
}

// Where the targets are, and the bits of a matrix index that a lane or a vector of the group decides.
typedef struct {
  unsigned low_count, high_count;
  unsigned flip[2];         // lane masks of the targets in the vector, the lower first
  unsigned flip_matrix[2];  // their bits of the matrix index
  uint64_t high_mask;       // vector-index bits of the others
  uint64_t offsets[4];      // vector-index offset of each group member
  unsigned row_matrix[4];   // its part of the matrix index
} NAME(placement);

QS_INLINE NAME(placement) NAME(place)(const qs_operation *op) {
  NAME(placement) p = {.high_mask = 0};
  for (uint32_t t = 0; t < op->target_count; ++t) {
    unsigned place = (unsigned)op->targets[t];
    if (place < LANE_BITS) {
      p.flip_matrix[p.low_count] = 1u << t;
      p.flip[p.low_count++] = 1u << place;
    } else {
      uint64_t bit = (uint64_t)1 << (place - LANE_BITS);
      p.high_mask |= bit;
      unsigned members = 1u << p.high_count++;
      for (unsigned m = 0; m < members; ++m) {
        p.offsets[members + m] = p.offsets[m] | bit;
        p.row_matrix[members + m] = p.row_matrix[m] | 1u << t;
      }
    }
  }
  if (p.low_count == 2 && p.flip[0] > p.flip[1]) {
    unsigned flip = p.flip[0], matrix = p.flip_matrix[0];
    p.flip[0] = p.flip[1], p.flip_matrix[0] = p.flip_matrix[1];
    p.flip[1] = flip, p.flip_matrix[1] = matrix;
  }
  return p;
}

// The coefficients of output `row`, term (column, variant), in the order of dense_small_loop.
QS_INLINE void NAME(fill_coefficients)(
    const qs_operation *op, const NAME(placement) *p, coefficient *coefficients, int *real) {
  unsigned on = NAME(controlled_lanes)(op);
  unsigned rows = 1u << p->high_count, variants = 1u << p->low_count;
  unsigned size = 1u << op->target_count;
  *real = 1;
  for (unsigned k = 0; k < size * size; ++k) {
    if (op->coefficients[2 * k + 1] != 0) *real = 0;
  }
  if (variants == 1 && on == ALL_LANES) {
    for (unsigned row = 0; row < rows; ++row) {
      for (unsigned column = 0; column < rows; ++column) {
        unsigned entry = p->row_matrix[row] * size + p->row_matrix[column];
        coefficients[row * rows + column] =
            NAME(lanes_of)(op->coefficients + 2 * entry, ALL_LANES, 0);
      }
    }
    return;
  }
  for (unsigned lane = 0; lane < LANES; ++lane) {
    unsigned lane_matrix = (lane & p->flip[0] ? p->flip_matrix[0] : 0) |
                           (lane & p->flip[1] ? p->flip_matrix[1] : 0);
    for (unsigned row = 0; row < rows; ++row) {
      unsigned matrix_row = p->row_matrix[row] | lane_matrix;
      for (unsigned column = 0; column < rows; ++column) {
        for (unsigned variant = 0; variant < variants; ++variant) {
          unsigned from = lane_matrix ^ (variant & 1 ? p->flip_matrix[0] : 0) ^
                          (variant & 2 ? p->flip_matrix[1] : 0);
          const double *number =
              op->coefficients + 2 * (matrix_row * size + (p->row_matrix[column] | from));
          coefficient *c = coefficients + (row * rows + column) * variants + variant;
          int identity = row == column && variant == 0;
          if (on >> lane & 1) {
            NAME(set_lane)(c, lane, number[0], number[1]);
          } else {
            NAME(set_lane)(c, lane, identity, 0);
          }
        }
      }
    }
  }
}

#define DENSE_LOOP(rows, variants, flip0, flip1) \
  if (real) { \
    NAME(dense_small_loop)(state, walk, p.offsets, c, rows, variants, flip0, flip1, 1); \
  } else { \
    NAME(dense_small_loop)(state, walk, p.offsets, c, rows, variants, flip0, flip1, 0); \
  }

static void NAME(dense_small)(
    void *state, const qs_operation *op, uint32_t slice, uint32_t slices, void *scratch) {
  NAME(placement) p = NAME(place)(op);
  coefficient c[16];
  int real;
  NAME(fill_coefficients)(op, &p, c, &real);
  qs_walk walk = NAME(walk)(op, p.high_mask, slice, slices);
  switch (p.high_count << 2 | p.low_count) {
    case 1 << 2 | 0: DENSE_LOOP(2, 1, 0, 0) break;
    case 2 << 2 | 0: DENSE_LOOP(4, 1, 0, 0) break;
    case 0 << 2 | 1: FOR_LANE_XOR(p.flip[0], DENSE_LOOP(1, 2, LANES_XOR, 0)) break;
    case 1 << 2 | 1: FOR_LANE_XOR(p.flip[0], DENSE_LOOP(2, 2, LANES_XOR, 0)) break;
    case 0 << 2 | 2:
#if LANES >= 4
      switch (p.flip[0] | p.flip[1]) {
        case 1 | 2: DENSE_LOOP(1, 4, 1, 2) break;
        case 1 | 4: DENSE_LOOP(1, 4, 1, 4) break;
        case 2 | 4: DENSE_LOOP(1, 4, 2, 4) break;
      }
#endif
      break;
  }
}
#undef DENSE_LOOP
