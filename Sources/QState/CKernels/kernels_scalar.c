// One complex number at a time, for any CPU.
#include "body/indexing.h"
#pragma clang fp contract(fast)

#define KERNEL_NAME "scalar"
#define REAL double
#define INT int64_t
#define LANES 1
#define LANE_BITS 0
#define SUFFIX scalar_f64
#include "body/kernel_body.h"

#define REAL float
#define INT int32_t
#define LANES 1
#define LANE_BITS 0
#define SUFFIX scalar_f32
#include "body/kernel_body.h"
