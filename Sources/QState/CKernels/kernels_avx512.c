// 512-bit vectors.
#if defined(__x86_64__)
#include "body/indexing.h"
#pragma clang fp contract(fast)

#pragma clang attribute push( \
    __attribute__((target( \
        "avx512f,avx512dq,avx512vl,avx512bw,avx2,fma,popcnt,bmi,bmi2,lzcnt"))), \
    apply_to = function)

#define MANY_REGISTERS
#define KERNEL_NAME "avx512"
#define REAL double
#define INT int64_t
#define LANES 4
#define LANE_BITS 2
#define SUFFIX avx512_f64
#include "body/kernel_body.h"

#define REAL float
#define INT int32_t
#define LANES 8
#define LANE_BITS 3
#define SUFFIX avx512_f32
#include "body/kernel_body.h"

#pragma clang attribute pop
#endif
