// Matrices on two or more targets: a tile of all rows for a batch of vectors is gathered, multiplied
// by the matrix, and scattered back.
//
// Each target inside the vector is paired with a free qubit above it, its partner. The slots of the
// tile are first filled as if the partner were the target; then slots that differ in this bit
// exchange lanes, after which the row says the target's value and the lane the partner's.

#define MAX_BATCH_BITS 2

typedef struct {
  uint32_t low_count;
  unsigned low_flip[LANE_BITS + 1];    // the lane mask of each target inside the vector
  uint32_t low_target[LANE_BITS + 1];  // its bit in the matrix index
  uint64_t partner[LANE_BITS + 1];     // the vector-index bit of its partner
  uint32_t batch_bits;
  uint64_t batch_offsets[1 << MAX_BATCH_BITS];
  uint64_t fixed;  // vector-index bits of targets, partners and batch
} NAME(tile);

// Vector-index bits of qubits that are neither target nor control.
QS_INLINE uint64_t NAME(free_bits)(const qs_operation *op) {
  uint64_t used = op->control_mask;
  for (uint32_t t = 0; t < op->target_count; ++t) used |= (uint64_t)1 << op->targets[t];
  return ~(used >> LANE_BITS) & (((uint64_t)1 << (op->qubits - LANE_BITS)) - 1);
}

static int NAME(dense_fits)(const qs_operation *op) {
  int low = 0;
  for (uint32_t t = 0; t < op->target_count; ++t) low += op->targets[t] < LANE_BITS;
  return __builtin_popcountll(NAME(free_bits)(op)) >= low;
}

QS_INLINE NAME(tile) NAME(plan_tile)(const qs_operation *op) {
  NAME(tile) tile = {.low_count = 0};
  uint64_t available = NAME(free_bits)(op);
  for (uint32_t t = 0; t < op->target_count; ++t) {
    if (op->targets[t] < LANE_BITS) {
      uint64_t partner = available & -available;
      available ^= partner;
      tile.low_flip[tile.low_count] = 1u << op->targets[t];
      tile.low_target[tile.low_count] = t;
      tile.partner[tile.low_count++] = partner;
      tile.fixed |= partner;
    } else {
      tile.fixed |= (uint64_t)1 << (op->targets[t] - LANE_BITS);
    }
  }
  while (tile.batch_bits < MAX_BATCH_BITS && available) {
    uint64_t bit = available & -available;
    available ^= bit;
    uint32_t members = 1u << tile.batch_bits++;
    for (uint32_t m = 0; m < members; ++m) {
      tile.batch_offsets[members + m] = tile.batch_offsets[m] | bit;
    }
    tile.fixed |= bit;
  }
  return tile;
}

// Two tiles, before and after, and the vector-index offset of each row.
static size_t NAME(dense_scratch_bytes)(const qs_operation *op) {
  size_t batch = (size_t)1 << NAME(plan_tile)(op).batch_bits;
  return (2 * batch * sizeof(vector) + sizeof(uint64_t)) << op->target_count;
}

QS_INLINE void NAME(fill_row_offsets)(
    const qs_operation *op, const NAME(tile) *tile, uint64_t *offsets) {
  offsets[0] = 0;
  for (uint32_t t = 0, low = 0; t < op->target_count; ++t) {
    uint64_t bit = op->targets[t] < LANE_BITS ? tile->partner[low++]
                                              : (uint64_t)1 << (op->targets[t] - LANE_BITS);
    uint64_t rows = (uint64_t)1 << t;
    for (uint64_t row = 0; row < rows; ++row) offsets[rows + row] = offsets[row] | bit;
  }
}

// Slots that differ in one target exchange the lanes that its partner tells apart; its own inverse.
QS_INLINE void NAME(exchange_loop)(
    vector *slots, uint64_t count, uint64_t row_bit, unsigned flip) {
  selection ones = NAME(select_lanes)(NAME(matching_lanes)(flip, flip));
  for (uint64_t high = 0; high < count; high += 2 * row_bit) {
    for (uint64_t slot = high; slot < high + row_bit; ++slot) {
      vector zero = slots[slot], one = slots[slot + row_bit];
      slots[slot] = NAME(blend)(ones, NAME(xor_lanes)(one, flip), zero);
      slots[slot + row_bit] = NAME(blend)(ones, one, NAME(xor_lanes)(zero, flip));
    }
  }
}

QS_INLINE void NAME(exchange_lanes)(vector *slots, uint64_t count, const NAME(tile) *tile) {
  for (uint32_t k = 0; k < tile->low_count; ++k) {
    uint64_t row_bit = (uint64_t)1 << (tile->low_target[k] + tile->batch_bits);
    FOR_LANE_XOR(tile->low_flip[k], NAME(exchange_loop)(slots, count, row_bit, LANES_XOR))
  }
}

// `height` rows of the product for `width` vectors of the batch. Real and imaginary parts of the
// matrix have a sum each, so that the turn by i happens once, at the end.
QS_INLINE void NAME(multiply_block)(
    const REAL *rows, uint64_t size, const vector *before, vector *after, uint64_t batch,
    const int height, const int width) {
  vector by_re[4][4], by_im[4][4];
#pragma clang loop unroll(full)
  for (int r = 0; r < height; ++r) {
#pragma clang loop unroll(full)
    for (int b = 0; b < width; ++b) by_re[r][b] = by_im[r][b] = (vector){0};
  }
  for (uint64_t column = 0; column < size; ++column) {
#pragma clang loop unroll(full)
    for (int r = 0; r < height; ++r) {
      REAL re = rows[2 * (r * size + column)], im = rows[2 * (r * size + column) + 1];
#pragma clang loop unroll(full)
      for (int b = 0; b < width; ++b) {
        by_re[r][b] += before[column * batch + b] * re;
        by_im[r][b] += before[column * batch + b] * im;
      }
    }
  }
  vector turn;
  for (unsigned k = 0; k < LANES; ++k) {
    turn[2 * k] = -1;
    turn[2 * k + 1] = 1;
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < height; ++r) {
#pragma clang loop unroll(full)
    for (int b = 0; b < width; ++b) {
      after[r * batch + b] = by_re[r][b] + NAME(swap_parts)(by_im[r][b]) * turn;
    }
  }
}

// Block shapes fill the registers: two sums for each of height × width vectors.
static void NAME(multiply_tile)(
    const REAL *matrix, uint64_t size, const vector *before, vector *after, uint32_t batch_bits) {
  if (batch_bits == 0) {
    for (uint64_t row = 0; row < size; row += 4) {
      NAME(multiply_block)(matrix + 2 * row * size, size, before, after + row, 1, 4, 1);
    }
    return;
  }
  uint64_t batch = (uint64_t)1 << batch_bits;
  for (uint64_t row = 0; row < size; row += 2) {
    const REAL *rows = matrix + 2 * row * size;
    vector *out = after + row * batch;
#ifdef MANY_REGISTERS
    if (batch == 4) {
      NAME(multiply_block)(rows, size, before, out, batch, 2, 4);
      continue;
    }
#endif
    for (uint64_t b = 0; b < batch; b += 2) {
      NAME(multiply_block)(rows, size, before + b, out + b, batch, 2, 2);
    }
  }
}

static void NAME(dense_large)(
    void *state, const qs_operation *op, uint32_t slice, uint32_t slices, void *scratch) {
  REAL *amplitudes = state;
  NAME(tile) tile = NAME(plan_tile)(op);
  uint64_t rows = (uint64_t)1 << op->target_count, batch = (uint64_t)1 << tile.batch_bits;
  uint64_t count = rows * batch;
  vector *before = scratch, *after = before + count;
  uint64_t *row_offsets = (uint64_t *)(after + count);
  NAME(fill_row_offsets)(op, &tile, row_offsets);
  unsigned on = NAME(controlled_lanes)(op);
  selection chosen = NAME(select_lanes)(on);

  qs_walk walk = NAME(walk)(op, tile.fixed, slice, slices);
  QS_FOR_EACH(walk) {
    uint64_t base = walk.index | walk.value;
    for (uint64_t row = 0; row < rows; ++row) {
      for (uint64_t b = 0; b < batch; ++b) {
        uint64_t i = base | row_offsets[row] | tile.batch_offsets[b];
        before[row * batch + b] = NAME(load)(amplitudes, i);
      }
    }
    NAME(exchange_lanes)(before, count, &tile);
    NAME(multiply_tile)(op->matrix, rows, before, after, tile.batch_bits);
    NAME(exchange_lanes)(after, count, &tile);
    for (uint64_t row = 0; row < rows; ++row) {
      for (uint64_t b = 0; b < batch; ++b) {
        uint64_t i = base | row_offsets[row] | tile.batch_offsets[b];
        vector value = after[row * batch + b];
        if (on != ALL_LANES) value = NAME(blend)(chosen, value, NAME(load)(amplitudes, i));
        NAME(store)(amplitudes, i, value);
      }
    }
  }
}
#undef MAX_BATCH_BITS
