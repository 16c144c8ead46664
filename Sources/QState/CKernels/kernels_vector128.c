// 128-bit vectors: SSE2 or NEON, which every CPU of these families has. In double precision a vector
// is one complex number, so the scalar kernels are the same ones.
#include "body/indexing.h"
#pragma clang fp contract(fast)

#if defined(__aarch64__)
#define KERNEL_NAME "neon"
#define MANY_REGISTERS
#else
#define KERNEL_NAME "sse2"
#endif

#define REAL float
#define INT int32_t
#define LANES 2
#define LANE_BITS 1
#define SUFFIX vector128_f32
#include "body/kernel_body.h"
