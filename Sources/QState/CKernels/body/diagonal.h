// Operations that multiply each amplitude in place.

static void NAME(scale)(
    void *state, const qs_operation *op, uint32_t slice, uint32_t slices, void *scratch) {
  REAL *amplitudes = state;
  coefficient c = NAME(lanes_of)(op->coefficients, NAME(controlled_lanes)(op), 1);
  qs_walk walk = NAME(walk)(op, 0, 0, slice, slices);
  QS_FOR_EACH(walk, i) {
    NAME(store)(amplitudes, i, NAME(multiply)(c, NAME(load)(amplitudes, i)));
  }
}

// A matrix row is decided by three parts of an index: the lane, the qubits that a loop inside each
// base counts (the lowest targets above the lanes), and the base itself.
#define INNER_TARGETS 4
// With more targets the coefficients are spread over the lanes as they are needed, not in a table.
#define TABLE_TARGETS 10

typedef struct {
  uint64_t lane_row[LANES];  // the part of the row that the lane decides
  unsigned on;               // lanes whose controls are met
  uint32_t inner;            // values that the inner targets take
  uint64_t inner_offset[1 << INNER_TARGETS];  // their part of the place
  uint64_t inner_row[1 << INNER_TARGETS];     // and of the row
  uint64_t inner_mask;       // place bits of the inner targets
  uint64_t outer_mask;       // place bits of the targets that the base decides
  uint64_t outer_rows;       // and their row bits
} NAME(diagonal_plan);

QS_INLINE NAME(diagonal_plan) NAME(plan_diagonal)(const qs_operation *op) {
  NAME(diagonal_plan) plan = {.on = NAME(controlled_lanes)(op), .inner = 1};
  QS_PLAIN_LOOP
  for (uint32_t t = 0; t < op->target_count; ++t) {
    uint64_t target = (uint64_t)1 << op->targets[t], row = (uint64_t)1 << t;
    if (target & LANE_MASK) {
      for (unsigned lane = 0; lane < LANES; ++lane) plan.lane_row[lane] |= lane & target ? row : 0;
    } else {
      plan.outer_mask |= ABOVE(target);
      plan.outer_rows |= row;
    }
  }
  QS_PLAIN_LOOP
  for (uint32_t k = 0; k < INNER_TARGETS && plan.outer_mask; ++k) {
    uint64_t bit = plan.outer_mask & -plan.outer_mask, row = 0;
    plan.outer_mask ^= bit;
    QS_PLAIN_LOOP
    for (uint32_t t = 0; t < op->target_count; ++t) {
      if ((uint64_t)2 << op->targets[t] == bit) row = (uint64_t)1 << t;
    }
    QS_PLAIN_LOOP
    for (uint32_t m = 0; m < plan.inner; ++m) {
      plan.inner_offset[plan.inner + m] = plan.inner_offset[m] | bit;
      plan.inner_row[plan.inner + m] = plan.inner_row[m] | row;
    }
    plan.inner *= 2;
    plan.inner_mask |= bit;
    plan.outer_rows ^= row;
  }
  return plan;
}

QS_INLINE coefficient NAME(diagonal_coefficient)(
    const double *numbers, uint64_t row, const NAME(diagonal_plan) *plan) {
  coefficient c;
  for (unsigned lane = 0; lane < LANES; ++lane) {
    const double *number = numbers + 2 * (row | plan->lane_row[lane]);
    int chosen = plan->on >> lane & 1;
    NAME(set_lane)(&c, lane, chosen ? number[0] : 1, chosen ? number[1] : 0);
  }
  return c;
}

// The row bits that the base decides.
QS_INLINE uint64_t NAME(outer_row)(
    const qs_operation *op, const NAME(diagonal_plan) *plan, uint64_t base) {
  uint64_t row = 0, left = plan->outer_rows;
  QS_PLAIN_LOOP
  while (left) {
    unsigned t = (unsigned)__builtin_ctzll(left);
    left &= left - 1;
    row |= (base >> (op->targets[t] + 1) & 1) << t;
  }
  return row;
}

static size_t NAME(diagonal_scratch_bytes)(const qs_operation *op) {
  return op->target_count <= TABLE_TARGETS ? sizeof(coefficient) << op->target_count : 0;
}

static void NAME(diagonal)(
    void *state, const qs_operation *op, uint32_t slice, uint32_t slices, void *scratch) {
  REAL *amplitudes = state;
  NAME(diagonal_plan) plan = NAME(plan_diagonal)(op);
  coefficient *table = op->target_count <= TABLE_TARGETS ? scratch : NULL;
  if (table) {
    QS_PLAIN_LOOP
    for (uint64_t row = 0; row < (uint64_t)1 << op->target_count; ++row) {
      // Rows with a lane's bit set belong to another row's lanes.
      if (!(row & plan.lane_row[LANES - 1])) {
        table[row] = NAME(diagonal_coefficient)(op->coefficients, row, &plan);
      }
    }
  }
  qs_walk walk = NAME(walk)(op, plan.inner_mask, plan.outer_mask, slice, slices);
  QS_FOR_EACH_BASE(walk) {
    uint64_t base = walk.base | walk.value;
    uint64_t base_row = NAME(outer_row)(op, &plan, base);
    for (uint32_t k = 0; k < plan.inner; ++k) {
      uint64_t start = base | plan.inner_offset[k], row = base_row | plan.inner_row[k];
      coefficient c =
          table ? table[row] : NAME(diagonal_coefficient)(op->coefficients, row, &plan);
      for (uint32_t b = 0; b < walk.batch; ++b) {
        uint64_t i = start | walk.offsets[b];
        NAME(store)(amplitudes, i, NAME(multiply)(c, NAME(load)(amplitudes, i)));
      }
    }
  }
}
#undef INNER_TARGETS
#undef TABLE_TARGETS
