// Operations that multiply each amplitude in place.

static void NAME(scale)(
    void *state, const qs_operation *op, uint32_t slice, uint32_t slices, void *scratch) {
  REAL *amplitudes = state;
  coefficient c = NAME(lanes_of)(op->coefficients, NAME(controlled_lanes)(op), 1);
  qs_walk walk = NAME(walk)(op, 0, slice, slices);
  QS_FOR_EACH(walk) {
    uint64_t i = walk.index | walk.value;
    NAME(store)(amplitudes, i, NAME(multiply)(c, NAME(load)(amplitudes, i)));
  }
}

// A block is the vectors whose indices agree above BLOCK_BITS. Which of them the controls select,
// and the part of the matrix row that the block's own bits decide, is the same in every block.
#define BLOCK_BITS 6
// With more targets the coefficients are spread over the lanes as they are needed, not in a table.
#define TABLE_TARGETS 10

typedef struct {
  uint64_t lane_row[LANES];  // the part of the row that the lane decides
  unsigned on;               // lanes whose controls are met
} NAME(diagonal_lanes);

QS_INLINE coefficient NAME(diagonal_row)(
    const double *coefficients, uint64_t row, const NAME(diagonal_lanes) *lanes) {
  coefficient c;
  for (unsigned lane = 0; lane < LANES; ++lane) {
    const double *number = coefficients + 2 * (row | lanes->lane_row[lane]);
    int chosen = lanes->on >> lane & 1;
    NAME(set_lane)(&c, lane, chosen ? number[0] : 1, chosen ? number[1] : 0);
  }
  return c;
}

// The bits of a vector index that are targets, at their places in the row.
QS_INLINE uint64_t NAME(row_of)(const qs_operation *op, uint64_t vector_index) {
  uint64_t row = 0;
  for (uint32_t t = 0; t < op->target_count; ++t) {
    if (op->targets[t] >= LANE_BITS) {
      row |= (vector_index >> (op->targets[t] - LANE_BITS) & 1) << t;
    }
  }
  return row;
}

static size_t NAME(diagonal_scratch_bytes)(const qs_operation *op) {
  return op->target_count <= TABLE_TARGETS ? sizeof(coefficient) << op->target_count : 0;
}

static void NAME(diagonal)(
    void *state, const qs_operation *op, uint32_t slice, uint32_t slices, void *scratch) {
  REAL *amplitudes = state;
  const double *numbers = op->coefficients;
  uint32_t bits = op->qubits - LANE_BITS;
  uint32_t block_bits = bits < BLOCK_BITS ? bits : BLOCK_BITS;
  uint64_t in_block = ((uint64_t)1 << block_bits) - 1;
  uint64_t control_mask = op->control_mask >> LANE_BITS;
  uint64_t control_values = op->control_values >> LANE_BITS;

  NAME(diagonal_lanes) lanes = {.on = NAME(controlled_lanes)(op)};
  for (unsigned lane = 0; lane < LANES; ++lane) {
    lanes.lane_row[lane] = 0;
    for (uint32_t t = 0; t < op->target_count; ++t) {
      if (op->targets[t] < LANE_BITS) lanes.lane_row[lane] |= (uint64_t)(lane >> op->targets[t] & 1) << t;
    }
  }
  struct { uint64_t offset, row; } selected[1 << BLOCK_BITS];
  uint32_t selected_count = 0;
  for (uint64_t offset = 0; offset <= in_block; ++offset) {
    if ((offset & control_mask) != (control_values & in_block)) continue;
    selected[selected_count].offset = offset;
    selected[selected_count++].row = NAME(row_of)(op, offset);
  }
  coefficient *table = op->target_count <= TABLE_TARGETS ? scratch : NULL;
  if (table) {
    uint64_t lane_targets = 0;
    for (uint32_t t = 0; t < op->target_count; ++t) {
      if (op->targets[t] < LANE_BITS) lane_targets |= (uint64_t)1 << t;
    }
    for (uint64_t row = 0; row < (uint64_t)1 << op->target_count; ++row) {
      if (!(row & lane_targets)) table[row] = NAME(diagonal_row)(numbers, row, &lanes);
    }
  }

  qs_walk walk = qs_start_walk(
      bits - block_bits, control_mask >> block_bits, control_values >> block_bits, slice, slices);
  QS_FOR_EACH(walk) {
    uint64_t block = (walk.index | walk.value) << block_bits;
    uint64_t block_row = NAME(row_of)(op, block);
    for (uint32_t k = 0; k < selected_count; ++k) {
      uint64_t row = block_row | selected[k].row;
      uint64_t i = block | selected[k].offset;
      coefficient c = table ? table[row] : NAME(diagonal_row)(numbers, row, &lanes);
      NAME(store)(amplitudes, i, NAME(multiply)(c, NAME(load)(amplitudes, i)));
    }
  }
}
#undef BLOCK_BITS
#undef TABLE_TARGETS
