// The loops over amplitudes, in C so that each can be compiled for several vector widths by function
// attributes and chosen when the program starts: no compiler flag is needed.
//
// A state of n qubits is 2^n interleaved complex numbers (re, im) of one precision, float or double.
// Qubit k is bit k of an amplitude's index; the first target is the least significant bit of a
// matrix index. Nothing is checked here: the callers in Swift check once an operation.
#ifndef QS_KERNELS_H
#define QS_KERNELS_H

#include <stddef.h>
#include <stdint.h>

// One operation on a state. Each kernel below says which of the fields from `coefficients` on it reads.
typedef struct {
  uint32_t qubits;
  uint32_t target_count;
  const intptr_t *targets;
  uint64_t control_mask;    // the control qubits, one bit each
  uint64_t control_values;  // the value each must have
  const double *coefficients;  // complex numbers, interleaved
  const void *matrix;          // the same numbers in the precision of the state, for large matrices
  uint64_t flip_mask;          // qubits whose bit the operation flips
  uint64_t sign_mask;          // qubits whose bits decide a sign, by parity
  const uint64_t *cycles;      // cycles of index offsets, each after its length
  size_t cycle_words;          // words in `cycles`, lengths included
} qs_operation;

// Applies slice `slice` of `slices` of an operation to `state`. Slices touch disjoint amplitudes.
// `scratch` has the bytes that the table's `scratch_bytes` asks for, aligned to 64.
typedef void (*qs_kernel)(
    void *state, const qs_operation *operation, uint32_t slice, uint32_t slices, void *scratch);

typedef void (*qs_sums)(
    void *bra, void *ket, const qs_operation *operation, uint32_t slice,
    uint32_t slices, double *sums);

// Bits of an index that choose a row of a table: first `count` qubits of the tile, then `outer_count`
// of the state, which the place of the tile decides.
#define QS_SELECTORS 12
typedef struct {
  uint32_t count, outer_count;
  uint8_t bits[QS_SELECTORS], outer_bits[QS_SELECTORS];
  uint64_t outer;  // the part of the row that the place of the tile decides
} qs_selectors;

// Factors for each vector of a group, a row of them for each value of the selectors.
#define QS_PASS_TABLES 4
typedef struct {
  const void *rows;  // as spread_phases lays them out
  int real;          // no imaginary parts
  qs_selectors selectors;
} qs_phases;

// Memory that is fetched into the cache while passes work on something else: equal runs of lines, so
// that the memory and the arithmetic are busy at the same time.
#define QS_LINE_BITS 6
typedef struct {
  const char *state;         // where the runs are counted from
  const intptr_t *runs;      // the amplitude that each begins at
  uint32_t amplitude_bits;   // of the bytes of an amplitude
  uint32_t run_bits;         // of the lines of a run
  uint64_t next, end;        // the line that comes next, and how many there are
  uint64_t step;             // lines for each base of a pass's walk, which is 2^QS_BATCH_BITS groups
} qs_ahead;
#define QS_BATCH_BITS 4

static inline void qs_fetch_ahead(qs_ahead *ahead) {
  const uint64_t inside = ((uint64_t)1 << ahead->run_bits) - 1;
  uint64_t end = ahead->next + ahead->step;
  if (end > ahead->end) end = ahead->end;
  for (uint64_t line = ahead->next; line < end; ++line) {
    const char *run = ahead->state +
                      ((uint64_t)ahead->runs[line >> ahead->run_bits] << ahead->amplitude_bits);
    __builtin_prefetch(run + ((line & inside) << QS_LINE_BITS), 0, 2);
  }
  ahead->next = end;
}

// One pass over a tile; see body/passes.h.
#define QS_PASS_REGISTERS 4
#define QS_PASS_VECTORS (1 << QS_PASS_REGISTERS)
#define QS_PASS_LANES 3
typedef struct {
  uint32_t qubits;     // of the tile; at least the lanes and the registers
  uint32_t registers;  // register qubits, at most the table's pass_registers
  uint64_t dead;       // qubits above the lanes, none a register, that are 0: the rest is all zeros
  uint64_t offsets[QS_PASS_VECTORS];  // amplitude index of each combination of register qubits
  uint32_t rotated;    // register qubits that are rotated, and those in cotangent form
  uint32_t cotangent;
  double tangents[QS_PASS_REGISTERS];
  uint32_t rotated_lanes;
  const void *lane_keep[QS_PASS_LANES];  // as spread_rotation lays them out
  const void *lane_mix[QS_PASS_LANES];
  uint32_t has_pairs;  // whether any of the next is set
  const void *register_pairs[QS_PASS_REGISTERS / 2];  // registers 0 and 1, 2 and 3; as spread_phases
  uint32_t lane_partners[QS_PASS_LANES];  // the register paired with each lane bit, as a bit; or 0
  const void *mixed_pairs[QS_PASS_LANES];
  uint32_t paired_lanes;  // two lane bits that make a pair; or 0
  const void *lane_pair;
  uint32_t table_count;
  qs_phases tables[QS_PASS_TABLES];
  const uint64_t *moves;  // where each vector of a group goes, a row a selection; or NULL
  qs_selectors move_selectors;
  // A level of a Fourier transform in place of rotations and moves: 1 or -1, the sign in the exponent;
  // 0 for none. A row of `twiddles` is one vector of factors; the tables' rows are multiplied.
  int32_t fourier;
  uint32_t twiddle_count;
  qs_phases twiddles[QS_PASS_TABLES];
  qs_ahead *ahead;  // or NULL
} qs_pass;

// One of a list of operations on a small state; see body/list.h.
typedef enum {
  QS_LIST_MATRIX,       // `numbers`: m00, m01, m10, m11, on the target
  QS_LIST_REAL_MATRIX,  // the same, all imaginary parts 0
  QS_LIST_PHASE,        // multiplies by the first number where the mask's qubits have their values
  QS_LIST_FLIP,         // flips the target where the mask's qubits, other ones, have their values
  QS_LIST_PAIR,         // a matrix on the target and, as its high bit, the second target
} qs_list_kind;

typedef struct {
  qs_list_kind kind;
  uint32_t qubits;  // of the part of the state that is not zero, at least those inside a vector
  uint32_t target, second;
  uint32_t matrix;  // of a pair: its number among the matrices beside the list
  uint64_t mask, values;
  double numbers[8];  // complex
} qs_list_operation;

// Pairs of qubits to exchange; see body/exchange.h.
#define QS_EXCHANGE_BLOCK 256
#define QS_EXCHANGE_PAIRS 32
typedef struct {
  uint64_t inside;      // qubits of a block
  uint32_t run_bits;    // the lowest of them, at their own places
  uint32_t run_count;   // runs of a block
  const uint64_t *runs;     // where they begin
  const uint16_t *sources;  // for each amplitude of a block, which of the partner's comes there
  uint32_t pair_count;  // pairs of qubits outside the block
  uint8_t low[QS_EXCHANGE_PAIRS], high[QS_EXCHANGE_PAIRS];
} qs_exchange;

// Many samples of one circuit at a time; see body/batch.h. A vector below holds one number of each of
// 2·lanes samples.
#define QS_BATCH_TARGETS 4

typedef enum {
  QS_BATCH_RUN,      // gates on one qubit, as a product in SU(2)
  QS_BATCH_PHASE,    // exp(iθ) where the controls hold
  QS_BATCH_PAULI,    // exp(-iθ/2 P)
  QS_BATCH_PERMUTE,  // a permutation of the basis states
  QS_BATCH_DENSE,    // a matrix without angles
} qs_batch_kind;

typedef struct {
  qs_batch_kind kind;
  uint32_t own;             // its angles differ between samples
  uint32_t differentiable;
  uint32_t is_fixed;        // a phase or a Pauli rotation by `fixed` (cosine, sine) instead of a slot
  uint64_t control_mask, control_values;
  uint32_t qubit, axes, first_factor, factor_count;  // of a run; axes: 1 X, 2 Y, 4 Z
  uint32_t slot, y_count;
  uint64_t flip_mask, sign_mask;
  double fixed[2];
  const uint32_t *cycles;   // of basis states, each after its length
  size_t cycle_words;
  uint32_t target_count, targets[QS_BATCH_TARGETS];
  const double *matrix, *adjoint;
} qs_batch_step;

typedef struct {
  uint32_t axis;    // 0 X, 1 Y, 2 Z: a rotation by the slot's angle; 3: `fixed`, (w, x, y, z)
  uint32_t slot;
  double fixed[4];
} qs_batch_factor;

typedef struct {
  uint64_t flip_mask, sign_mask;
  uint32_t y_count, observable;
  double factor;
} qs_batch_term;

typedef struct {
  uint32_t qubits;
  uint32_t product_steps;   // leading runs without controls, each on a qubit of its own
  uint32_t first_step;      // where the way back may end
  uint32_t first_undone;    // the steps before are not undone on the way back
  const qs_batch_step *steps;
  uint32_t step_count;
  const qs_batch_factor *factors;
  const qs_batch_term *terms;  // the diagonal ones first
  uint32_t term_count, diagonal_terms, observable_count;
} qs_batch_program;

// The kernels of one vector width and precision.
typedef struct {
  const char *name;
  uint32_t lanes;           // complex numbers in a vector; a state must have at least as many
  uint32_t bytes_per_real;  // 4 or 8

  // Multiplies by coefficients[0].
  qs_kernel scale;
  // Multiplies by coefficients[row], row being the targets' bits.
  qs_kernel diagonal;
  // [[0, coefficients[0]], [coefficients[1], 0]] on one target.
  qs_kernel antidiagonal;
  // X on every qubit of flip_mask.
  qs_kernel flip;
  // Exchanges two targets.
  qs_kernel swap;
  // A row-major matrix in `coefficients` on one or two targets.
  qs_kernel dense_small;
  // A row-major matrix in `matrix` on any number of targets. Needs `dense_fits`.
  qs_kernel dense_large;
  // Moves amplitudes along `cycles` (each element moves to the place of the next).
  qs_kernel permute;
  // a[i] = coefficients[0].re·a[i] + (-1)^parity(i & sign_mask)·coefficients[1]·a[i ^ flip_mask];
  // coefficients[1] is real or imaginary.
  qs_kernel pauli;

  // Whether dense_large can run: it trades in-vector targets for free qubits above the vector.
  int (*dense_fits)(const qs_operation *operation);
  // Bytes of scratch that one slice of an operation needs.
  size_t (*diagonal_scratch_bytes)(const qs_operation *operation);
  size_t (*dense_scratch_bytes)(const qs_operation *operation);

  // Runs `count` operations. The matrices of pairs have 16 complex numbers each.
  void (*run_list)(
      void *state, const qs_list_operation *list, size_t count, const double *matrices);

  // Exchanges pairs of qubits in the blocks from `begin` to `end`, which other blocks may be partners
  // of: a block with a lower number than its partner does the work of both.
  void (*exchange)(void *state, const qs_exchange *exchange, uint64_t begin, uint64_t end);

  // Register qubits that a pass may have.
  uint32_t pass_registers;
  // Runs slice `slice` of `slices` of a pass.
  void (*pass)(void *tile, const qs_pass *pass, uint32_t slice, uint32_t slices);
  // Lays out `vectors` times `lanes` complex numbers for qs_phases.rows: 2·lanes reals a vector where
  // `real`, else 4·lanes.
  void (*spread_phases)(const double *numbers, uint64_t vectors, int real, void *rows);
  // Lays out 2·lanes reals each for qs_pass.lane_keep and lane_mix.
  void (*spread_rotation)(double t, int cotangent, uint32_t bit, void *keep, void *mix);

  // Reductions over `count` consecutive amplitudes, summed in double precision in a fixed order.
  double (*norm_squared)(const void *state, size_t count);
  // Σ conj(left)·right, as (re, im) in `result`.
  void (*inner_product)(const void *left, const void *right, size_t count, double *result);
  // Writes |amplitude|² of each.
  void (*probabilities)(const void *state, size_t count, double *result);
  // The norm squared of the amplitudes whose index has `value` under `mask`. `state` is the whole
  // state; `first` is a multiple of `count`, a power of two.
  double (*masked_norm_squared)(
      const void *state, size_t first, size_t count, uint64_t mask, uint64_t value);
  // The largest of some numbers, 0 where none is above 0: what is no number does not count.
  double (*largest)(const double *numbers, size_t count);
  // How many of some numbers are `limit` or more.
  size_t (*count_from)(const double *numbers, size_t count, double limit);

  // Sums over slice `slice` of `slices` of two states, which adjoint differentiation reads; the
  // operation gives the controls, and the target or the masks. See body/adjoint.h.
  // Those that undo also apply the operation's matrix, of SU(2), to the bra, or to both, once read.
  qs_sums rotation_sums;
  qs_sums undo_bra;
  qs_sums undo_both;
  qs_sums pauli_sums;

  // Pauli strings on blocks of 2^qubits amplitudes; see body/observables.h.
  // Σ (-1)^parity(i & sign) · Re or Im of conj(left[i ^ flip])·right[i].
  double (*pauli_product_sum)(
      const void *left, const void *right, uint32_t qubits, uint64_t flip, uint64_t sign,
      int imaginary);
  // Both parts of conj(left[i ^ flip])·right[i]; a part whose array is NULL is left out.
  void (*pauli_products)(
      const void *left, const void *right, uint32_t qubits, uint64_t flip, double *re, double *im);
  // values[s] becomes Σ (-1)^parity(i & s) values[i], for 2^bits values.
  void (*walsh)(double *values, uint32_t bits);
  // out[i] += (-1)^parity(i & sign) · (re + i·im) · in[i ^ flip]; one of re and im is 0.
  void (*pauli_add)(
      void *out, const void *in, uint32_t qubits, uint64_t flip, uint64_t sign, double re,
      double im);
  // out[i] += (re[i] + i·im[i]) · in[i ^ flip]; a part whose array is NULL is 0.
  void (*table_add)(
      void *out, const void *in, uint32_t qubits, uint64_t flip, const double *re,
      const double *im);

  // A group of samples. `waves` has cosine and sine of the half angle of each slot, `numbers` four
  // vectors a step, `values` and `weights` one an observable, `slots` one a slot.
  void (*batch_prepare)(const qs_batch_program *program, const void *waves, void *numbers, int own);
  void (*batch_forward)(const qs_batch_program *program, const void *numbers, void *ket);
  void (*batch_expect)(const qs_batch_program *program, const void *ket, void *values);
  void (*batch_backward)(
      const qs_batch_program *program, const void *waves, const void *numbers, const void *weights,
      void *ket, void *bra, void *slots);
} qs_kernel_table;

// The vector widths. `portable512` is the 512-bit code compiled for any CPU: it tests the logic of
// `avx512` where the instructions are missing.
typedef enum {
  QS_SCALAR,
  QS_VECTOR128,
  QS_AVX2,
  QS_AVX512,
  QS_PORTABLE512,
} qs_width;

// The kernels of a width, or NULL where this CPU or this build lacks them; never for QS_SCALAR.
const qs_kernel_table *qs_kernels(qs_width width, uint32_t bytes_per_real);

static inline void qs_place_selectors(qs_selectors *s, uint64_t base) {
  s->outer = 0;
  for (uint32_t k = 0; k < s->outer_count; ++k) {
    s->outer |= (base >> s->outer_bits[k] & 1) << (s->count + k);
  }
}

// The same pass on the tile whose first amplitude has index `base` in the state.
static inline void qs_place_pass(qs_pass *pass, uint64_t base) {
  for (uint32_t t = 0; t < pass->table_count; ++t) {
    qs_place_selectors(&pass->tables[t].selectors, base);
  }
  for (uint32_t t = 0; t < pass->twiddle_count; ++t) {
    qs_place_selectors(&pass->twiddles[t].selectors, base);
  }
  qs_place_selectors(&pass->move_selectors, base);
}

// Turns numbers[m] into the product of numbers[s] over all subsets s of the bits of m: from the factor
// of each set of qubits that are all 1 to the factor of each basis state. 2^bits complex numbers.
void qs_subset_products(double *numbers, uint32_t bits);

// Whether these bytes, a multiple of 16, are all zero; looks no further than the first that is not.
static inline int qs_all_zero(const void *start, size_t bytes) {
  const uint64_t *words = (const uint64_t *)start;
  size_t count = bytes / 8, k = 0;
  for (; k + 8 <= count; k += 8) {
    uint64_t any = words[k] | words[k + 1] | words[k + 2] | words[k + 3] | words[k + 4] |
                   words[k + 5] | words[k + 6] | words[k + 7];
    if (any) return 0;
  }
  for (; k < count; ++k) {
    if (words[k]) return 0;
  }
  return 1;
}

// How many processors this process may run on.
int qs_processor_count(void);

// Tells the CPU that this thread is only waiting.
static inline void qs_spin_hint(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#endif
