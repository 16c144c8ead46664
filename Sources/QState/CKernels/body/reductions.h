// Sums over consecutive amplitudes, in double precision whatever the state's, in an order that
// depends on the count alone.

// A vector of the state widened to double.
typedef double NAME(wide) __attribute__((vector_size(2 * LANES * sizeof(double))));
#define wide NAME(wide)

QS_INLINE wide NAME(load_wide)(const REAL *state, uint64_t index) {
  return __builtin_convertvector(NAME(load)(state, index), wide);
}

QS_INLINE double NAME(sum_parts)(wide v) {
  double sum = 0;
  for (unsigned k = 0; k < 2 * LANES; ++k) sum += v[k];
  return sum;
}

static double NAME(norm_squared)(const void *state, size_t count) {
  const REAL *amplitudes = state;
  size_t vectors = count >> LANE_BITS, i = 0;
  wide sums[4] = {{0}, {0}, {0}, {0}};
  for (; i + 4 <= vectors; i += 4) {
#pragma clang loop unroll(full)
    for (unsigned k = 0; k < 4; ++k) {
      wide v = NAME(load_wide)(amplitudes, i + k);
      sums[k] += v * v;
    }
  }
  for (; i < vectors; ++i) {
    wide v = NAME(load_wide)(amplitudes, i);
    sums[0] += v * v;
  }
  double sum = NAME(sum_parts)((sums[0] + sums[1]) + (sums[2] + sums[3]));
  for (size_t k = 2 * LANES * vectors; k < 2 * count; ++k) {
    sum += (double)amplitudes[k] * amplitudes[k];
  }
  return sum;
}

static void NAME(inner_product)(
    const void *left, const void *right, size_t count, double *result) {
  const REAL *bra = left, *ket = right;
  size_t vectors = count >> LANE_BITS, i = 0;
  // conj(a + bi)(c + di) = (ac + bd) + (ad - bc)i: products of like parts, and of swapped ones.
  wide like[2] = {{0}, {0}}, crossed[2] = {{0}, {0}};
  for (; i + 2 <= vectors; i += 2) {
#pragma clang loop unroll(full)
    for (unsigned k = 0; k < 2; ++k) {
      vector v = NAME(load)(ket, i + k);
      wide l = NAME(load_wide)(bra, i + k);
      like[k] += l * __builtin_convertvector(v, wide);
      crossed[k] += l * __builtin_convertvector(NAME(swap_parts)(v), wide);
    }
  }
  for (; i < vectors; ++i) {
    vector v = NAME(load)(ket, i);
    wide l = NAME(load_wide)(bra, i);
    like[0] += l * __builtin_convertvector(v, wide);
    crossed[0] += l * __builtin_convertvector(NAME(swap_parts)(v), wide);
  }
  wide signed_parts = crossed[0] + crossed[1];
  for (unsigned lane = 0; lane < LANES; ++lane) {
    signed_parts[2 * lane + 1] = -signed_parts[2 * lane + 1];
  }
  double re = NAME(sum_parts)(like[0] + like[1]), im = NAME(sum_parts)(signed_parts);
  for (size_t k = LANES * vectors; k < count; ++k) {
    double a = bra[2 * k], b = bra[2 * k + 1], c = ket[2 * k], d = ket[2 * k + 1];
    re += a * c + b * d;
    im += a * d - b * c;
  }
  result[0] = re;
  result[1] = im;
}

static void NAME(probabilities)(const void *state, size_t count, double *result) {
  const REAL *amplitudes = state;
  for (size_t i = 0; i < count; ++i) {
    double re = amplitudes[2 * i], im = amplitudes[2 * i + 1];
    result[i] = re * re + im * im;
  }
}

static double NAME(masked_norm_squared)(
    const void *state, size_t first, size_t count, uint64_t mask, uint64_t value) {
  const REAL *amplitudes = state;
  uint64_t inside = count - 1;
  if ((first & mask & ~inside) != (value & ~inside)) return 0;
  if (count < LANES) {
    double sum = 0;
    for (uint64_t i = first; i < first + count; ++i) {
      double re = amplitudes[2 * i], im = amplitudes[2 * i + 1];
      if ((i & mask) == value) sum += re * re + im * im;
    }
    return sum;
  }
  uint64_t fixed = (mask & inside) >> LANE_BITS, held = (value & inside) >> LANE_BITS;
  uint32_t bits = (uint32_t)__builtin_ctzll(count) - LANE_BITS;
  qs_walk walk = qs_start_walk(bits, fixed, (first >> LANE_BITS) | held, 0, 1);
  wide keep = {0}, sum = {0};
  unsigned on = NAME(matching_lanes)(mask & LANE_MASK, value);
  for (unsigned lane = 0; lane < LANES; ++lane) {
    keep[2 * lane] = keep[2 * lane + 1] = on >> lane & 1;
  }
  QS_FOR_EACH(walk) {
    wide v = NAME(load_wide)(amplitudes, walk.index | walk.value);
    sum += v * v;
  }
  return NAME(sum_parts)(sum * keep);
}
#undef wide
