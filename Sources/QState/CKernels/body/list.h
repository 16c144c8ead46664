// Lists of operations on a state so small that finding out how to carry one out would take longer than
// carrying it out: each is of one of few kinds, and one call runs them all.

// The lanes of [[m00, m01], [m10, m11]] for a target inside the vector: what a lane keeps of itself, and
// what it takes of its partner.
QS_INLINE void NAME(list_matrix_in_lanes)(
    REAL *state, uint64_t reals, const qs_list_operation *op, const unsigned flip) {
  coefficient keep, mix;
  for (unsigned lane = 0; lane < LANES; ++lane) {
    const double *row = op->numbers + (lane & flip ? 4 : 0);
    unsigned own = lane & flip ? 2 : 0;
    NAME(set_lane)(&keep, lane, row[own], row[own + 1]);
    NAME(set_lane)(&mix, lane, row[2 - own], row[3 - own]);
  }
  for (uint64_t i = 0; i < reals; i += 2 * LANES) {
    vector v = NAME(load)(state, i), other = NAME(xor_lanes)(v, flip);
    NAME(store)(state, i, NAME(multiply)(keep, v) + NAME(multiply)(mix, other));
  }
}

QS_INLINE void NAME(list_matrix)(REAL *state, uint64_t reals, const qs_list_operation *op) {
  if (op->target < LANE_BITS) {
    FOR_LANE_XOR(1u << op->target, NAME(list_matrix_in_lanes)(state, reals, op, LANES_XOR));
    return;
  }
  coefficient m[4];
  for (unsigned k = 0; k < 4; ++k) {
    for (unsigned lane = 0; lane < LANES; ++lane) {
      NAME(set_lane)(&m[k], lane, op->numbers[2 * k], op->numbers[2 * k + 1]);
    }
  }
  const uint64_t stride = (uint64_t)2 << op->target;
  for (uint64_t high = 0; high < reals; high += 2 * stride) {
    for (uint64_t i = high; i < high + stride; i += 2 * LANES) {
      vector a = NAME(load)(state, i), b = NAME(load)(state, i + stride);
      vector swapped_a = NAME(swap_parts)(a), swapped_b = NAME(swap_parts)(b);
      NAME(store)(
          state, i, a * m[0].re + swapped_a * m[0].im + b * m[1].re + swapped_b * m[1].im);
      NAME(store)(
          state, i + stride,
          a * m[2].re + swapped_a * m[2].im + b * m[3].re + swapped_b * m[3].im);
    }
  }
}

QS_INLINE void NAME(list_real_matrix)(REAL *state, uint64_t reals, const qs_list_operation *op) {
  const REAL m00 = (REAL)op->numbers[0], m01 = (REAL)op->numbers[2];
  const REAL m10 = (REAL)op->numbers[4], m11 = (REAL)op->numbers[6];
  const uint64_t stride = (uint64_t)2 << op->target;
  for (uint64_t high = 0; high < reals; high += 2 * stride) {
    for (uint64_t i = high; i < high + stride; i += 2 * LANES) {
      vector a = NAME(load)(state, i), b = NAME(load)(state, i + stride);
      NAME(store)(state, i, a * m00 + b * m01);
      NAME(store)(state, i + stride, a * m10 + b * m11);
    }
  }
}

// Multiplies where the qubits of the mask have their values.
QS_INLINE void NAME(list_phase)(REAL *state, uint64_t reals, const qs_list_operation *op) {
  coefficient c = NAME(lanes_of)(
      op->numbers, NAME(matching_lanes)(op->mask & LANE_MASK, op->values), 1);
  const uint64_t fixed = INSIDE | ABOVE(op->mask), value = ABOVE(op->values);
  for (uint64_t place = 0; place < reals; place = ((place | fixed) + 1) & ~fixed) {
    NAME(store)(state, place | value, NAME(multiply)(c, NAME(load)(state, place | value)));
  }
}

// Flips the target where the qubits of the mask have their values.
QS_INLINE void NAME(list_flip)(REAL *state, uint64_t reals, const qs_list_operation *op) {
  selection chosen =
      NAME(select_lanes)(NAME(matching_lanes)(op->mask & LANE_MASK, op->values));
  uint64_t fixed = INSIDE | ABOVE(op->mask), value = ABOVE(op->values);
  if (op->target < LANE_BITS) {
    for (uint64_t place = 0; place < reals; place = ((place | fixed) + 1) & ~fixed) {
      vector v = NAME(load)(state, place | value);
      vector flipped = NAME(xor_lanes)(v, 1u << op->target);
      NAME(store)(state, place | value, NAME(blend)(chosen, flipped, v));
    }
    return;
  }
  const uint64_t bit = (uint64_t)2 << op->target;
  fixed |= bit;
  for (uint64_t place = 0; place < reals; place = ((place | fixed) + 1) & ~fixed) {
    vector a = NAME(load)(state, place | value), b = NAME(load)(state, place | value | bit);
    NAME(store)(state, place | value, NAME(blend)(chosen, b, a));
    NAME(store)(state, place | value | bit, NAME(blend)(chosen, a, b));
  }
}

static void NAME(list_pair)(
    void *state, const qs_list_operation *op, const double *matrices) {
  const intptr_t targets[2] = {op->target, op->second};
  const qs_operation pair = {
      .qubits = op->qubits,
      .target_count = 2,
      .targets = targets,
      .coefficients = matrices + 32 * (size_t)op->matrix,
  };
  NAME(dense_small)(state, &pair, 0, 1, NULL);
}

static void NAME(run_list)(
    void *state, const qs_list_operation *list, size_t count, const double *matrices) {
  for (const qs_list_operation *op = list; op < list + count; ++op) {
    const uint64_t reals = (uint64_t)2 << op->qubits;
    switch (op->kind) {
      case QS_LIST_MATRIX: NAME(list_matrix)(state, reals, op); break;
      case QS_LIST_REAL_MATRIX:
        if (op->target < LANE_BITS) {
          NAME(list_matrix)(state, reals, op);
        } else {
          NAME(list_real_matrix)(state, reals, op);
        }
        break;
      case QS_LIST_PHASE: NAME(list_phase)(state, reals, op); break;
      case QS_LIST_FLIP: NAME(list_flip)(state, reals, op); break;
      case QS_LIST_PAIR: NAME(list_pair)(state, op, matrices); break;
    }
  }
}
