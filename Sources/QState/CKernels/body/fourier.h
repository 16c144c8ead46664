// A level of a Fourier transform over many qubits, as a pass over a tile: the register qubits are the
// highest of those that are left, the sources of the twiddle factors all lower ones.
//
// Decimation in frequency (Gentleman and Sande, "Fast Fourier transforms: for fun and profit", 1966,
// doi:10.1145/1464291.1464352): a transform of the registers in place, its result in reversed order of
// bits, and a factor exp(2πi·k·j / 2^(registers + sources)) for result k and the value j of the
// sources.

// cos and sin of 2π·k/16.
static const double NAME(cosine)[8] = {
    1, 0.92387953251128675613, 0.70710678118654752440, 0.38268343236508977173,
    0, -0.38268343236508977173, -0.70710678118654752440, -0.92387953251128675613};
static const double NAME(sine)[8] = {
    0, 0.38268343236508977173, 0.70710678118654752440, 0.92387953251128675613,
    1, 0.92387953251128675613, 0.70710678118654752440, 0.38268343236508977173};

// `turn` is (-1, 1) a lane, for +i, or (1, -1), for -i.
QS_INLINE void NAME(fourier_butterflies)(vector *v, const int registers, vector turn) {
  const int count = 1 << registers;
#pragma clang loop unroll(full)
  for (int bit = registers - 1; bit >= 0; --bit) {
    const int half = 1 << bit;
#pragma clang loop unroll(full)
    for (int k = 0; k < count; ++k) {
      if (k & half) continue;
      vector a = v[k], b = v[k | half];
      vector difference = a - b;
      v[k] = a + b;
      const int angle = (k & (half - 1)) * (8 >> bit);
      if (angle == 0) {
        v[k | half] = difference;
      } else if (angle == 4) {
        v[k | half] = NAME(swap_parts)(difference) * turn;
      } else {
        vector turned = NAME(swap_parts)(difference) * turn;
        v[k | half] =
            difference * (REAL)NAME(cosine)[angle] + turned * (REAL)NAME(sine)[angle];
      }
    }
  }
}

QS_INLINE coefficient NAME(product)(coefficient a, coefficient b) {
  coefficient c = {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
  return c;
}

// Multiplies v[reversed k] by factor^(k's bits under `bits`), for the k whose bits there are `value`.
QS_INLINE void NAME(twist)(
    vector *v, const int registers, coefficient factor, const int bits, const int value) {
#pragma clang loop unroll(full)
  for (int k = 0; k < 1 << registers; ++k) {
    if ((k & bits) != value) continue;
    int place = 0;
#pragma clang loop unroll(full)
    for (int bit = 0; bit < registers; ++bit) place |= (k >> bit & 1) << (registers - 1 - bit);
    v[place] = NAME(multiply)(factor, v[place]);
  }
}

QS_INLINE void NAME(fourier_twiddles)(vector *v, const int registers, coefficient factor) {
  if (registers == 1) {
    NAME(twist)(v, registers, factor, 1, 1);
    return;
  }
  coefficient square = NAME(product)(factor, factor);
  NAME(twist)(v, registers, factor, 3, 1);
  NAME(twist)(v, registers, square, 3, 2);
  NAME(twist)(v, registers, NAME(product)(square, factor), 3, 3);
  if (registers == 2) return;
  coefficient fourth = NAME(product)(square, square);
  NAME(twist)(v, registers, fourth, 12, 4);
  if (registers == 3) return;
  coefficient eighth = NAME(product)(fourth, fourth);
  NAME(twist)(v, registers, eighth, 12, 8);
  NAME(twist)(v, registers, NAME(product)(eighth, fourth), 12, 12);
}

QS_INLINE void NAME(fourier_loop)(
    REAL *amplitudes, const qs_pass *p, uint32_t slice, uint32_t slices, const int registers) {
  vector turn;
  for (int lane = 0; lane < LANES; ++lane) {
    turn[2 * lane] = (REAL)-p->fourier;
    turn[2 * lane + 1] = (REAL)p->fourier;
  }
  const uint32_t table_count = p->table_count, twiddle_count = p->twiddle_count;
  const NAME(group) group = NAME(group_of)(p, registers);
  qs_walk walk = qs_start_walk(p->qubits + 1, group.fixed, 0, 0, slice, slices);
  NAME(table_rows) rows, twiddles;
  NAME(start_rows)(&rows, p->tables, table_count, &walk, registers);
  NAME(start_rows)(&twiddles, p->twiddles, twiddle_count, &walk, 0);
  QS_FOR_EACH_BASE(walk) {
    if (p->ahead) qs_fetch_ahead(p->ahead);
    NAME(base_rows)(&rows, p->tables, table_count, &walk, registers);
    NAME(base_rows)(&twiddles, p->twiddles, twiddle_count, &walk, 0);
    for (uint32_t place = 0; place < walk.batch; ++place) {
      vector v[QS_PASS_VECTORS];
      REAL *at[QS_PASS_VECTORS / 2];
      NAME(group_pointers)(amplitudes + (walk.base | walk.offsets[place]), &group, at, registers);
      NAME(load_group)(v, at, &group, registers);
      NAME(apply_tables)(v, p->tables, table_count, &rows, place, registers);
      NAME(fourier_butterflies)(v, registers, turn);
      if (twiddle_count) {
        coefficient factor;
        QS_PLAIN_LOOP
        for (uint32_t t = 0; t < twiddle_count; ++t) {
          const REAL *row = (const REAL *)(twiddles.base[t] + twiddles.parts[t][place]);
          coefficient next = {NAME(load)(row, 0), NAME(load)(row, 2 * LANES)};
          factor = t ? NAME(product)(factor, next) : next;
        }
        NAME(fourier_twiddles)(v, registers, factor);
      }
      NAME(store_group)(v, at, &group, registers);
    }
  }
}

static void NAME(fourier_pass)(void *tile, const qs_pass *p, uint32_t slice, uint32_t slices) {
  switch (p->registers) {
    case 1: NAME(fourier_loop)(tile, p, slice, slices, 1); break;
    case 2: NAME(fourier_loop)(tile, p, slice, slices, 2); break;
    case 3: NAME(fourier_loop)(tile, p, slice, slices, 3); break;
#ifdef MANY_REGISTERS
    case 4: NAME(fourier_loop)(tile, p, slice, slices, 4); break;
#endif
  }
}
