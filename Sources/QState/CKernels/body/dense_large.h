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
  uint64_t partner[LANE_BITS + 1];     // the place bit of its partner
  uint32_t batch_bits;
  uint64_t batch_offsets[1 << MAX_BATCH_BITS];
  uint64_t fixed;  // place bits of targets, partners and batch
} NAME(tile);

// Place bits of qubits above the vector that are neither target nor control.
QS_INLINE uint64_t NAME(free_bits)(const qs_operation *op) {
  uint64_t used = op->control_mask;
  for (uint32_t t = 0; t < op->target_count; ++t) used |= (uint64_t)1 << op->targets[t];
  return ABOVE(~used & (((uint64_t)1 << op->qubits) - 1));
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
      tile.fixed |= (uint64_t)2 << op->targets[t];
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

// Two tiles, before and after, and the place of each row.
static size_t NAME(dense_scratch_bytes)(const qs_operation *op) {
  size_t batch = (size_t)1 << NAME(plan_tile)(op).batch_bits;
  return (2 * batch * sizeof(vector) + sizeof(uint64_t)) << op->target_count;
}

QS_INLINE void NAME(fill_row_offsets)(
    const qs_operation *op, const NAME(tile) *tile, uint64_t *offsets) {
  offsets[0] = 0;
  for (uint32_t t = 0, low = 0; t < op->target_count; ++t) {
    uint64_t bit = op->targets[t] < LANE_BITS ? tile->partner[low++]
                                              : (uint64_t)2 << op->targets[t];
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

// Where the product goes: into the tile `after`, or straight to the amplitudes.
typedef struct {
  vector *after;
  REAL *amplitudes;
  const uint64_t *row_offsets;
  uint64_t batch_offsets[1 << MAX_BATCH_BITS];  // with the base
} NAME(destination);

// `height` rows of the product, from `row` on, for `width` vectors of the batch, from `first` on.
// Real and imaginary parts of the matrix have a sum each, so that the turn by i happens once.
QS_INLINE void NAME(multiply_block)(
    const REAL *matrix, uint64_t size, const vector *before, uint64_t batch,
    const NAME(destination) *to, uint64_t row, uint64_t first, const int height, const int width,
    const int direct) {
  const REAL *rows = matrix + 2 * row * size;
  const vector *column = before + first;
  vector by_re[4][4], by_im[4][4];
#pragma clang loop unroll(full)
  for (int r = 0; r < height; ++r) {
#pragma clang loop unroll(full)
    for (int b = 0; b < width; ++b) by_re[r][b] = by_im[r][b] = (vector){0};
  }
  for (uint64_t c = 0; c < size; ++c, column += batch) {
#pragma clang loop unroll(full)
    for (int r = 0; r < height; ++r) {
      REAL re = rows[2 * (r * size + c)], im = rows[2 * (r * size + c) + 1];
#pragma clang loop unroll(full)
      for (int b = 0; b < width; ++b) {
        by_re[r][b] += column[b] * re;
        by_im[r][b] += column[b] * im;
      }
    }
  }
  vector sign;
  for (unsigned k = 0; k < LANES; ++k) {
    sign[2 * k] = -1;
    sign[2 * k + 1] = 1;
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < height; ++r) {
#pragma clang loop unroll(full)
    for (int b = 0; b < width; ++b) {
      vector sum = by_re[r][b] + NAME(swap_parts)(by_im[r][b]) * sign;
      if (direct) {
        NAME(store)(to->amplitudes, to->row_offsets[row + r] | to->batch_offsets[first + b], sum);
      } else {
        to->after[(row + r) * batch + first + b] = sum;
      }
    }
  }
}

// Block shapes fill the registers: two sums for each of height × width vectors.
QS_INLINE void NAME(multiply_tile)(
    const REAL *matrix, uint64_t size, const vector *before, uint64_t batch,
    const NAME(destination) *to, const int direct) {
  for (uint64_t row = 0; batch == 1 && row < size; row += 4) {
    NAME(multiply_block)(matrix, size, before, batch, to, row, 0, 4, 1, direct);
  }
  for (uint64_t row = 0; batch > 1 && row < size; row += 2) {
#ifdef MANY_REGISTERS
    if (batch == 4) {
      NAME(multiply_block)(matrix, size, before, batch, to, row, 0, 2, 4, direct);
      continue;
    }
#endif
    for (uint64_t b = 0; b < batch; b += 2) {
      NAME(multiply_block)(matrix, size, before, batch, to, row, b, 2, 2, direct);
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
  NAME(destination) to = {after, amplitudes, row_offsets, {0}};

  qs_walk walk = NAME(walk)(op, tile.fixed, 0, slice, slices);
  QS_FOR_EACH(walk, i) {
    for (uint64_t b = 0; b < batch; ++b) to.batch_offsets[b] = i | tile.batch_offsets[b];
    for (uint64_t row = 0; row < rows; ++row) {
      for (uint64_t b = 0; b < batch; ++b) {
        uint64_t place = row_offsets[row] | to.batch_offsets[b];
        before[row * batch + b] = NAME(load)(amplitudes, place);
      }
    }
    if (on == ALL_LANES && tile.low_count == 0) {
      NAME(multiply_tile)(op->matrix, rows, before, batch, &to, 1);
      continue;
    }
    NAME(exchange_lanes)(before, count, &tile);
    NAME(multiply_tile)(op->matrix, rows, before, batch, &to, 0);
    NAME(exchange_lanes)(after, count, &tile);
    for (uint64_t row = 0; row < rows; ++row) {
      for (uint64_t b = 0; b < batch; ++b) {
        uint64_t place = row_offsets[row] | to.batch_offsets[b];
        vector value = NAME(blend)(chosen, after[row * batch + b], NAME(load)(amplitudes, place));
        NAME(store)(amplitudes, place, value);
      }
    }
  }
}
#undef MAX_BATCH_BITS
