// 256-bit vectors with fused multiply-add.
#if defined(__x86_64__)
#include "body/indexing.h"
#pragma clang fp contract(fast)

#pragma clang attribute push( \
    __attribute__((target("avx2,fma,popcnt,bmi,bmi2,lzcnt"))), apply_to = function)

#define KERNEL_NAME "avx2"
#define REAL double
#define INT int64_t
#define LANES 2
#define LANE_BITS 1
#define SUFFIX avx2_f64
#include "body/kernel_body.h"

#define REAL float
#define INT int32_t
#define LANES 4
#define LANE_BITS 2
#define SUFFIX avx2_f32
#include "body/kernel_body.h"

#pragma clang attribute pop
#endif
