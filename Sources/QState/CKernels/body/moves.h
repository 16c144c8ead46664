// Operations that move amplitudes: flips, swaps, antidiagonals, permutations.

// X on the qubits of `high` (place bits) and `flip` (lanes). Pairs are found from the side where
// the highest flipped bit is 0.
QS_INLINE void NAME(flip_loop)(
    REAL *amplitudes, qs_walk walk, uint64_t high, unsigned flip, unsigned on) {
  selection chosen = NAME(select_lanes)(on);
  QS_FOR_EACH(walk, i) {
    uint64_t j = i ^ high;
    vector vi = NAME(load)(amplitudes, i), vj = NAME(load)(amplitudes, j);
    NAME(store)(amplitudes, i, NAME(blend)(chosen, NAME(xor_lanes)(vj, flip), vi));
    NAME(store)(amplitudes, j, NAME(blend)(chosen, NAME(xor_lanes)(vi, flip), vj));
  }
}

QS_INLINE void NAME(flip_all_lanes_loop)(
    REAL *amplitudes, qs_walk walk, uint64_t high, unsigned flip) {
  QS_FOR_EACH(walk, i) {
    uint64_t j = i ^ high;
    vector vi = NAME(load)(amplitudes, i), vj = NAME(load)(amplitudes, j);
    NAME(store)(amplitudes, i, NAME(xor_lanes)(vj, flip));
    NAME(store)(amplitudes, j, NAME(xor_lanes)(vi, flip));
  }
}

// Permutes the chosen lanes of each vector by an exclusive or.
QS_INLINE void NAME(permute_lanes_loop)(
    REAL *amplitudes, qs_walk walk, unsigned flip, unsigned on) {
  selection chosen = NAME(select_lanes)(on);
  QS_FOR_EACH(walk, i) {
    vector v = NAME(load)(amplitudes, i);
    NAME(store)(amplitudes, i, NAME(blend)(chosen, NAME(xor_lanes)(v, flip), v));
  }
}

static void NAME(flip)(
    void *state, const qs_operation *op, uint32_t slice, uint32_t slices, void *scratch) {
  uint64_t high = ABOVE(op->flip_mask);
  unsigned flip = (unsigned)(op->flip_mask & LANE_MASK);
  unsigned on = NAME(controlled_lanes)(op);
  if (!high) {
    qs_walk walk = NAME(walk)(op, 0, 0, slice, slices);
    FOR_LANE_XOR(flip, NAME(permute_lanes_loop)(state, walk, LANES_XOR, on))
    return;
  }
  uint64_t pivot = (uint64_t)1 << (63 - __builtin_clzll(high));
  qs_walk walk = NAME(walk)(op, pivot, 0, slice, slices);
  if (on == ALL_LANES) {
    FOR_LANE_XOR(flip, NAME(flip_all_lanes_loop)(state, walk, high, LANES_XOR))
  } else {
    FOR_LANE_XOR(flip, NAME(flip_loop)(state, walk, high, LANES_XOR, on))
  }
}

// A swap with one qubit in the vector: the halves that differ from the other qubit change places.
QS_INLINE void NAME(swap_mixed_loop)(
    REAL *amplitudes, qs_walk walk, uint64_t high, unsigned low, unsigned on) {
  selection ones = NAME(select_lanes)(on & NAME(matching_lanes)(low, low));
  selection zeros = NAME(select_lanes)(on & NAME(matching_lanes)(low, 0));
  QS_FOR_EACH(walk, i0) {
    uint64_t i1 = i0 | high;
    vector v0 = NAME(load)(amplitudes, i0), v1 = NAME(load)(amplitudes, i1);
    NAME(store)(amplitudes, i0, NAME(blend)(ones, NAME(xor_lanes)(v1, low), v0));
    NAME(store)(amplitudes, i1, NAME(blend)(zeros, NAME(xor_lanes)(v0, low), v1));
  }
}

static void NAME(swap)(
    void *state, const qs_operation *op, uint32_t slice, uint32_t slices, void *scratch) {
  REAL *amplitudes = state;
  unsigned on = NAME(controlled_lanes)(op);
  uint64_t first = (uint64_t)1 << op->targets[0], second = (uint64_t)1 << op->targets[1];
  uint64_t both = first | second;
  uint64_t high = ABOVE(both);
  unsigned low = (unsigned)(both & LANE_MASK);
  qs_walk walk = NAME(walk)(op, high, 0, slice, slices);
  if (!high) {
    unsigned equal = NAME(matching_lanes)(both, 0) | NAME(matching_lanes)(both, both);
    FOR_LANE_XOR(low, NAME(permute_lanes_loop)(amplitudes, walk, LANES_XOR, on & ~equal))
  } else if (low) {
    FOR_LANE_XOR(low, NAME(swap_mixed_loop)(amplitudes, walk, high, LANES_XOR, on))
  } else {
    // |01> and |10> of the pair are a flip of both qubits, started from one side.
    walk.value |= ABOVE(first);
    NAME(flip_loop)(amplitudes, walk, high, 0, on);
  }
}

static void NAME(antidiagonal)(
    void *state, const qs_operation *op, uint32_t slice, uint32_t slices, void *scratch) {
  REAL *amplitudes = state;
  uint64_t target = (uint64_t)1 << op->targets[0];
  unsigned on = NAME(controlled_lanes)(op);
  selection chosen = NAME(select_lanes)(on);
  coefficient upper = NAME(lanes_of)(op->coefficients, ALL_LANES, 0);
  coefficient lower = NAME(lanes_of)(op->coefficients + 2, ALL_LANES, 0);
  uint64_t high = ABOVE(target);
  qs_walk walk = NAME(walk)(op, high, 0, slice, slices);
  if (high) {
    QS_FOR_EACH(walk, i0) {
      uint64_t i1 = i0 | high;
      vector v0 = NAME(load)(amplitudes, i0), v1 = NAME(load)(amplitudes, i1);
      NAME(store)(amplitudes, i0, NAME(blend)(chosen, NAME(multiply)(upper, v1), v0));
      NAME(store)(amplitudes, i1, NAME(blend)(chosen, NAME(multiply)(lower, v0), v1));
    }
    return;
  }
  selection ones = NAME(select_lanes)(NAME(matching_lanes)(target, target));
  coefficient c = {
      NAME(blend)(ones, lower.re, upper.re), NAME(blend)(ones, lower.im, upper.im)};
  FOR_LANE_XOR(target, QS_FOR_EACH(walk, i) {
    vector v = NAME(load)(amplitudes, i);
    vector moved = NAME(multiply)(c, NAME(xor_lanes)(v, LANES_XOR));
    NAME(store)(amplitudes, i, NAME(blend)(chosen, moved, v));
  })
}

// One amplitude, moved whole.
typedef struct {
  REAL re, im;
} NAME(amplitude);

static void NAME(permute)(
    void *state, const qs_operation *op, uint32_t slice, uint32_t slices, void *scratch) {
  REAL *amplitudes = state;
  uint64_t targets = 0;
  for (uint32_t t = 0; t < op->target_count; ++t) targets |= (uint64_t)1 << op->targets[t];
  const uint64_t *end = op->cycles + op->cycle_words;

  if ((targets | op->control_mask) & LANE_MASK) {
    qs_walk walk = qs_start_walk(
        op->qubits + 1, 1 | targets << 1 | op->control_mask << 1, op->control_values << 1, 0,
        slice, slices);
    QS_FOR_EACH(walk, i) {
      NAME(amplitude) *base = (NAME(amplitude) *)(amplitudes + i);
      for (const uint64_t *cycle = op->cycles; cycle < end; cycle += 1 + *cycle) {
        uint64_t length = *cycle;
        NAME(amplitude) last = base[cycle[length]];
        for (uint64_t k = length; k > 1; --k) base[cycle[k]] = base[cycle[k - 1]];
        base[cycle[1]] = last;
      }
    }
    return;
  }
  qs_walk walk = NAME(walk)(op, ABOVE(targets), 0, slice, slices);
  QS_FOR_EACH(walk, i) {
    for (const uint64_t *cycle = op->cycles; cycle < end; cycle += 1 + *cycle) {
      uint64_t length = *cycle;
      vector last = NAME(load)(amplitudes, i | cycle[length] << 1);
      for (uint64_t k = length; k > 1; --k) {
        vector moved = NAME(load)(amplitudes, i | cycle[k - 1] << 1);
        NAME(store)(amplitudes, i | cycle[k] << 1, moved);
      }
      NAME(store)(amplitudes, i | cycle[1] << 1, last);
    }
  }
}
