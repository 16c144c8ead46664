// Which kernels this CPU can run.
#include "qs_kernels.h"

#define DECLARE(width) extern const qs_kernel_table qs_table_##width##_f64, qs_table_##width##_f32
DECLARE(scalar);
DECLARE(portable512);
extern const qs_kernel_table qs_table_vector128_f32;
#if defined(__x86_64__)
DECLARE(avx2);
DECLARE(avx512);
#endif

// __builtin_cpu_supports also asks whether the operating system saves the wide registers.
static int has(qs_width width) {
  switch (width) {
#if defined(__x86_64__)
    case QS_AVX2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
             __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("bmi") &&
             __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("lzcnt");
    case QS_AVX512:
      return has(QS_AVX2) && __builtin_cpu_supports("avx512f") &&
             __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
             __builtin_cpu_supports("avx512bw");
#else
    case QS_AVX2:
    case QS_AVX512: return 0;
#endif
    default: return 1;
  }
}

const qs_kernel_table *qs_kernels(qs_width width, uint32_t bytes_per_real) {
  if (!has(width)) return NULL;
  int single = bytes_per_real == 4;
  switch (width) {
    case QS_SCALAR: return single ? &qs_table_scalar_f32 : &qs_table_scalar_f64;
    case QS_VECTOR128: return single ? &qs_table_vector128_f32 : &qs_table_scalar_f64;
    case QS_PORTABLE512: return single ? &qs_table_portable512_f32 : &qs_table_portable512_f64;
#if defined(__x86_64__)
    case QS_AVX2: return single ? &qs_table_avx2_f32 : &qs_table_avx2_f64;
    case QS_AVX512: return single ? &qs_table_avx512_f32 : &qs_table_avx512_f64;
#endif
    default: return NULL;
  }
}

void qs_subset_products(double *numbers, uint32_t bits) {
  uint64_t size = (uint64_t)1 << bits;
  for (uint64_t bit = 1; bit < size; bit *= 2) {
    for (uint64_t high = bit; high < size; high += 2 * bit) {
      for (uint64_t m = high; m < high + bit; ++m) {
        double re = numbers[2 * m], im = numbers[2 * m + 1];
        double by_re = numbers[2 * (m - bit)], by_im = numbers[2 * (m - bit) + 1];
        numbers[2 * m] = re * by_re - im * by_im;
        numbers[2 * m + 1] = re * by_im + im * by_re;
      }
    }
  }
}
