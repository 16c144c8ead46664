// Sums over consecutive amplitudes, in double precision whatever the state's, in an order that
// depends on the count alone.

// A vector of the state widened to double.
typedef double NAME(wide) __attribute__((vector_size(2 * LANES * sizeof(double))));
#define wide NAME(wide)

QS_INLINE wide NAME(load_wide)(const REAL *state, uint64_t place) {
  return __builtin_convertvector(NAME(load)(state, place), wide);
}

QS_INLINE double NAME(sum_parts)(wide v) {
  double sum = 0;
  for (unsigned k = 0; k < 2 * LANES; ++k) sum += v[k];
  return sum;
}

static double NAME(norm_squared)(const void *state, size_t count) {
  const REAL *amplitudes = state;
  const size_t step = 2 * LANES, end = 2 * count;
  size_t i = 0;
  wide sums[4] = {{0}, {0}, {0}, {0}};
  for (; i + 4 * step <= end; i += 4 * step) {
#pragma clang loop unroll(full)
    for (unsigned k = 0; k < 4; ++k) {
      wide v = NAME(load_wide)(amplitudes, i + k * step);
      sums[k] += v * v;
    }
  }
  double rest = 0;
  for (; i < end; ++i) rest += (double)amplitudes[i] * amplitudes[i];
  return NAME(sum_parts)((sums[0] + sums[1]) + (sums[2] + sums[3])) + rest;
}

static void NAME(inner_product)(
    const void *left, const void *right, size_t count, double *result) {
  const REAL *bra = left, *ket = right;
  const size_t step = 2 * LANES, end = 2 * count;
  size_t i = 0;
  // conj(a + bi)(c + di) = (ac + bd) + (ad - bc)i: products of like parts, and of swapped ones.
  wide like[2] = {{0}, {0}}, crossed[2] = {{0}, {0}};
  for (; i + 2 * step <= end; i += 2 * step) {
#pragma clang loop unroll(full)
    for (unsigned k = 0; k < 2; ++k) {
      vector v = NAME(load)(ket, i + k * step);
      wide l = NAME(load_wide)(bra, i + k * step);
      like[k] += l * __builtin_convertvector(v, wide);
      crossed[k] += l * __builtin_convertvector(NAME(swap_parts)(v), wide);
    }
  }
  wide signed_parts = crossed[0] + crossed[1];
  for (unsigned lane = 0; lane < LANES; ++lane) {
    signed_parts[2 * lane + 1] = -signed_parts[2 * lane + 1];
  }
  double re = NAME(sum_parts)(like[0] + like[1]), im = NAME(sum_parts)(signed_parts);
  for (; i < end; i += 2) {
    double a = bra[i], b = bra[i + 1], c = ket[i], d = ket[i + 1];
    re += a * c + b * d;
    im += a * d - b * c;
  }
  result[0] = re;
  result[1] = im;
}

static void NAME(probabilities)(const void *state, size_t count, double *result) {
// An amplitude gives the same bits wherever it stands, in a vector or in the rest: no product is left
// unrounded.
#pragma clang fp contract(off)
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
  qs_walk walk = qs_start_walk(
      (uint32_t)__builtin_ctzll(count) + 1, INSIDE | ABOVE(mask & inside),
      first << 1 | ABOVE(value & inside), 0, 0, 1);
  wide keep = {0}, sum = {0};
  unsigned on = NAME(matching_lanes)(mask & LANE_MASK, value);
  for (unsigned lane = 0; lane < LANES; ++lane) {
    keep[2 * lane] = keep[2 * lane + 1] = on >> lane & 1;
  }
  QS_FOR_EACH(walk, i) {
    wide v = NAME(load_wide)(amplitudes, i);
    sum += v * v;
  }
  return NAME(sum_parts)(sum * keep);
}

typedef double NAME(loose_wide)
    __attribute__((vector_size(2 * LANES * sizeof(double)), aligned(sizeof(double)), may_alias));
typedef long long NAME(wide_count) __attribute__((vector_size(2 * LANES * sizeof(long long))));
#define wide_count NAME(wide_count)

QS_INLINE wide NAME(load_numbers)(const double *numbers, size_t i) {
  return *(const NAME(loose_wide) *)(numbers + i);
}

static double NAME(largest)(const double *numbers, size_t count) {
  const size_t step = 2 * LANES;
  size_t i = 0;
  // What compares as larger, so that no number never does.
  wide tops[4] = {{0}, {0}, {0}, {0}};
  for (; i + 4 * step <= count; i += 4 * step) {
#pragma clang loop unroll(full)
    for (unsigned k = 0; k < 4; ++k) {
      wide v = NAME(load_numbers)(numbers, i + k * step);
      wide_count larger = v > tops[k];
      tops[k] = (wide)((larger & (wide_count)v) | (~larger & (wide_count)tops[k]));
    }
  }
  double top = 0;
  for (unsigned k = 0; k < 4; ++k) {
    for (unsigned lane = 0; lane < step; ++lane) top = tops[k][lane] > top ? tops[k][lane] : top;
  }
  for (; i < count; ++i) top = numbers[i] > top ? numbers[i] : top;
  return top;
}

static size_t NAME(count_from)(const double *numbers, size_t count, double limit) {
  const size_t step = 2 * LANES;
  size_t i = 0;
  // A comparison that holds is -1.
  wide_count found[4] = {{0}, {0}, {0}, {0}};
  wide limits = limit - (wide){0};
  for (; i + 4 * step <= count; i += 4 * step) {
#pragma clang loop unroll(full)
    for (unsigned k = 0; k < 4; ++k) {
      found[k] -= (wide_count)(NAME(load_numbers)(numbers, i + k * step) >= limits);
    }
  }
  wide_count sum = (found[0] + found[1]) + (found[2] + found[3]);
  size_t total = 0;
  for (unsigned lane = 0; lane < step; ++lane) total += (size_t)sum[lane];
  for (; i < count; ++i) total += numbers[i] >= limit;
  return total;
}
#undef wide_count
#undef wide
