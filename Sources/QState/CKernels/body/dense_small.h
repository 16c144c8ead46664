// Matrices on one or two targets, wherever the targets are.
//
// `rows` vectors differ in the targets above the lanes; the other targets permute lanes, so each
// vector also appears in `variants` permuted forms. Every output vector is a sum of all forms of
// all vectors, each times a coefficient a lane. The products with real and imaginary parts have a
// sum each: (a + bi)·x = a·x + swap(x·(b, -b)), so that parts are exchanged once an output.

#define SMALL_TARGETS 2
#define SMALL_TERMS (1 << SMALL_TARGETS)
// Groups that are worked on at once: their inputs are eight vectors.
#define SMALL_GROUPS(targets) (8 >> (targets))

// `groups` groups at once, so that a coefficient is fetched once for all of them.
QS_INLINE void NAME(dense_small_groups)(
    REAL *amplitudes, uint64_t base, const uint64_t *places, const int groups,
    const uint64_t *offsets, const vector *re, const vector *im, const int low, const int targets,
    const unsigned flip0, const unsigned flip1, const int real) {
  const int variants = 1 << low, terms = 1 << targets, rows = terms >> low;
  vector input[SMALL_GROUPS(1)][SMALL_TERMS];
  REAL *at[SMALL_GROUPS(1)];
#pragma clang loop unroll(full)
  for (int g = 0; g < groups; ++g) {
    at[g] = amplitudes + (base | places[g]);
#pragma clang loop unroll(full)
    for (int row = 0; row < rows; ++row) {
      vector v = NAME(load)(at[g], offsets[row]);
#pragma clang loop unroll(full)
      for (int variant = 0; variant < variants; ++variant) {
        unsigned flip = (variant & 1 ? flip0 : 0) ^ (variant & 2 ? flip1 : 0);
        input[g][row * variants + variant] = NAME(xor_lanes)(v, flip);
      }
    }
  }
#pragma clang loop unroll(full)
  for (int row = 0; row < rows; ++row) {
    vector by_re[SMALL_GROUPS(1)], by_im[SMALL_GROUPS(1)];
#pragma clang loop unroll(full)
    for (int term = 0; term < terms; ++term) {
      const vector a = re[row * terms + term];
#pragma clang loop unroll(full)
      for (int g = 0; g < groups; ++g) {
        by_re[g] = term ? by_re[g] + input[g][term] * a : input[g][term] * a;
      }
      if (real) continue;
      const vector b = im[row * terms + term];
#pragma clang loop unroll(full)
      for (int g = 0; g < groups; ++g) {
        by_im[g] = term ? by_im[g] + input[g][term] * b : input[g][term] * b;
      }
    }
#pragma clang loop unroll(full)
    for (int g = 0; g < groups; ++g) {
      NAME(store)(at[g], offsets[row],
                  real ? by_re[g] : by_re[g] + NAME(swap_parts)(by_im[g]));
    }
  }
}

QS_INLINE void NAME(dense_small_loop)(
    REAL *amplitudes, qs_walk walk, const uint64_t *offsets, const vector *re, const vector *im,
    const int low, const int targets, const unsigned flip0, const unsigned flip1,
    const int real) {
  const int groups = SMALL_GROUPS(targets);
  if (walk.batch < groups) {
    QS_FOR_EACH(walk, i) {
      const uint64_t place = 0;
      NAME(dense_small_groups)(
          amplitudes, i, &place, 1, offsets, re, im, low, targets, flip0, flip1, real);
    }
    return;
  }
  QS_FOR_EACH_BASE(walk) {
    for (uint32_t g = 0; g < walk.batch; g += groups) {
      NAME(dense_small_groups)(
          amplitudes, walk.base | walk.value, walk.offsets + g, groups, offsets, re, im, low,
          targets, flip0, flip1, real);
    }
  }
}

// Where the targets are, and the bits of a matrix index that a lane or a vector of the group decides.
typedef struct {
  unsigned low, high;                 // targets inside and above the vector
  unsigned flip[SMALL_TARGETS];       // lane masks of those inside, ascending
  unsigned flip_matrix[SMALL_TARGETS];  // their bits of the matrix index
  uint64_t high_mask;                 // place bits of the others
  uint64_t offsets[SMALL_TERMS];      // place of each member of the group
  unsigned row_matrix[SMALL_TERMS];   // its part of the matrix index
  vector re[SMALL_TERMS * SMALL_TERMS];
  vector im[SMALL_TERMS * SMALL_TERMS];
} NAME(small_plan);

QS_INLINE void NAME(place_targets)(const qs_operation *op, NAME(small_plan) *p) {
  p->low = p->high = 0;
  p->high_mask = p->offsets[0] = p->row_matrix[0] = 0;
  QS_PLAIN_LOOP
  for (unsigned place = 0; place < LANE_BITS; ++place) {
    QS_PLAIN_LOOP
    for (uint32_t t = 0; t < op->target_count; ++t) {
      if (op->targets[t] != place) continue;
      p->flip_matrix[p->low] = 1u << t;
      p->flip[p->low++] = 1u << place;
    }
  }
  QS_PLAIN_LOOP
  for (uint32_t t = 0; t < op->target_count; ++t) {
    if (op->targets[t] < LANE_BITS) continue;
    uint64_t bit = (uint64_t)2 << op->targets[t];
    p->high_mask |= bit;
    unsigned members = 1u << p->high++;
    QS_PLAIN_LOOP
    for (unsigned m = 0; m < members; ++m) {
      p->offsets[members + m] = p->offsets[m] | bit;
      p->row_matrix[members + m] = p->row_matrix[m] | 1u << t;
    }
  }
}

// The bits of the matrix index that `lanes` (a lane number or a permutation of lanes) decides.
QS_INLINE unsigned NAME(lane_matrix)(const NAME(small_plan) *p, unsigned lanes) {
  unsigned bits = 0;
  QS_PLAIN_LOOP
  for (unsigned k = 0; k < p->low; ++k) bits |= lanes & p->flip[k] ? p->flip_matrix[k] : 0;
  return bits;
}

// The coefficients of each output row's terms, in the order of dense_small_loop.
QS_INLINE void NAME(fill_coefficients)(const qs_operation *op, NAME(small_plan) *p) {
  unsigned on = NAME(controlled_lanes)(op);
  unsigned rows = 1u << p->high, variants = 1u << p->low, size = rows * variants;
  unsigned from_variant[SMALL_TERMS] = {0}, lane_row[LANES];
  QS_PLAIN_LOOP
  for (unsigned variant = 1; variant < variants; ++variant) {
    unsigned lowest = (unsigned)__builtin_ctz(variant);
    from_variant[variant] = from_variant[variant & (variant - 1)] ^ p->flip_matrix[lowest];
  }
  for (unsigned lane = 0; lane < LANES; ++lane) lane_row[lane] = NAME(lane_matrix)(p, lane);
  QS_PLAIN_LOOP
  for (unsigned row = 0; row < rows; ++row) {
    QS_PLAIN_LOOP
    for (unsigned term = 0; term < size; ++term) {
      unsigned column = term / variants, variant = term % variants;
      double other = row == column && variant == 0;
      vector re, im;
      for (unsigned lane = 0; lane < LANES; ++lane) {
        unsigned from = lane_row[lane] ^ from_variant[variant];
        const double *number =
            op->coefficients + 2 * ((p->row_matrix[row] | lane_row[lane]) * size +
                                    (p->row_matrix[column] | from));
        int chosen = on >> lane & 1;
        re[2 * lane] = re[2 * lane + 1] = (REAL)(chosen ? number[0] : other);
        im[2 * lane] = (REAL)(chosen ? number[1] : 0);
        im[2 * lane + 1] = -im[2 * lane];
      }
      p->re[row * size + term] = re;
      p->im[row * size + term] = im;
    }
  }
}

#define DENSE_LOOP(low, targets, flip0, flip1) \
  if (real) { \
    NAME(dense_small_loop)(state, walk, p.offsets, p.re, p.im, low, targets, flip0, flip1, 1); \
  } else { \
    NAME(dense_small_loop)(state, walk, p.offsets, p.re, p.im, low, targets, flip0, flip1, 0); \
  }
static void NAME(dense_small)(
    void *state, const qs_operation *op, uint32_t slice, uint32_t slices, void *scratch) {
  NAME(small_plan) p;
  NAME(place_targets)(op, &p);
  NAME(fill_coefficients)(op, &p);
  unsigned elements = 1u << 2 * op->target_count;
  int real = 1;
  QS_PLAIN_LOOP
  for (unsigned k = 0; k < elements; ++k) real &= op->coefficients[2 * k + 1] == 0;
  qs_walk walk = NAME(walk)(op, p.high_mask, 0, slice, slices);
  switch (op->target_count << 2 | p.low) {
    case 1 << 2 | 0: DENSE_LOOP(0, 1, 0, 0) break;
    case 2 << 2 | 0: DENSE_LOOP(0, 2, 0, 0) break;
#if LANES > 1
    case 1 << 2 | 1: FOR_LANE_XOR(p.flip[0], DENSE_LOOP(1, 1, LANES_XOR, 0)) break;
    case 2 << 2 | 1: FOR_LANE_XOR(p.flip[0], DENSE_LOOP(1, 2, LANES_XOR, 0)) break;
#endif
#if LANES > 2
    case 2 << 2 | 2:
      switch (p.flip[0] | p.flip[1]) {
        case 1 | 2: DENSE_LOOP(2, 2, 1, 2) break;
        case 1 | 4: DENSE_LOOP(2, 2, 1, 4) break;
        case 2 | 4: DENSE_LOOP(2, 2, 2, 4) break;
      }
      break;
#endif
  }
}
#undef DENSE_LOOP
#undef SMALL_GROUPS
#undef SMALL_TERMS
#undef SMALL_TARGETS
