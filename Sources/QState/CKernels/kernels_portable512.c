// The code of the 512-bit kernels for any CPU: slow, but it tests their logic everywhere.
#include "body/indexing.h"
#pragma clang fp contract(fast)

#define MANY_REGISTERS
#define KERNEL_NAME "portable512"
#define REAL double
#define INT int64_t
#define LANES 4
#define LANE_BITS 2
#define SUFFIX portable512_f64
#include "body/kernel_body.h"

#define REAL float
#define INT int32_t
#define LANES 8
#define LANE_BITS 3
#define SUFFIX portable512_f32
#include "body/kernel_body.h"
