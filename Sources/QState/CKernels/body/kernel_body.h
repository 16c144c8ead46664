// All kernels of one vector width and precision, and their table. An instance defines
//   REAL, INT             float and int32_t, or double and int64_t
//   LANES, LANE_BITS      complex numbers in a vector, and its logarithm
//   SUFFIX, KERNEL_NAME   what ends the names of its functions, and what users call it
// and may define MANY_REGISTERS (32 vector registers instead of 16). No include guard: each source
// file includes this once a precision.

#include "indexing.h"

#include "lanes.h"

#include "diagonal.h"
#include "moves.h"
#include "pauli.h"
#include "dense_small.h"
#include "dense_large.h"
#include "reductions.h"
#include "list.h"
#include "exchange.h"
#include "passes.h"
#include "adjoint.h"
#include "observables.h"
#include "batch.h"

const qs_kernel_table NAME(qs_table) = {
    .name = KERNEL_NAME,
    .lanes = LANES,
    .bytes_per_real = sizeof(REAL),
    .scale = NAME(scale),
    .diagonal = NAME(diagonal),
    .antidiagonal = NAME(antidiagonal),
    .flip = NAME(flip),
    .swap = NAME(swap),
    .dense_small = NAME(dense_small),
    .dense_large = NAME(dense_large),
    .permute = NAME(permute),
    .pauli = NAME(pauli),
    .dense_fits = NAME(dense_fits),
    .diagonal_scratch_bytes = NAME(diagonal_scratch_bytes),
    .dense_scratch_bytes = NAME(dense_scratch_bytes),
    .run_list = NAME(run_list),
    .exchange = NAME(exchange),
#ifdef MANY_REGISTERS
    .pass_registers = 4,
#else
    .pass_registers = 3,
#endif
    .pass = NAME(pass),
    .spread_phases = NAME(spread_phases),
    .spread_rotation = NAME(spread_rotation),
    .norm_squared = NAME(norm_squared),
    .inner_product = NAME(inner_product),
    .probabilities = NAME(probabilities),
    .masked_norm_squared = NAME(masked_norm_squared),
    .largest = NAME(largest),
    .count_from = NAME(count_from),
    .rotation_sums = NAME(rotation_sums),
    .undo_bra = NAME(undo_bra),
    .undo_both = NAME(undo_both),
    .pauli_sums = NAME(pauli_sums),
    .pauli_product_sum = NAME(pauli_product_sum),
    .pauli_products = NAME(pauli_products),
    .walsh = NAME(walsh),
    .pauli_add = NAME(pauli_add),
    .table_add = NAME(table_add),
    .batch_prepare = NAME(batch_prepare),
    .batch_forward = NAME(batch_forward),
    .batch_expect = NAME(batch_expect),
    .batch_backward = NAME(batch_backward),
};

#undef FOR_LANE_XOR
#undef SWAP_PARTS
#undef CASE_XOR
#undef coefficient
#undef selection
#undef vector
#undef ALL_LANES
#undef LANE_MASK
#undef INSIDE
#undef ABOVE
#undef NAME
#undef GLUE
#undef GLUE_
#undef REAL
#undef INT
#undef LANES
#undef LANE_BITS
#undef SUFFIX
