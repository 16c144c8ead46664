// Pauli strings on blocks of amplitudes: expectation values, and sums of strings applied to a state.
//
// A string maps a[i ^ flip] to ±a[i] with a sign by the parity of i & sign. `left` or `in` is the
// block that holds the partners i ^ flip, which for strings that flip qubits above the block is
// another one. Blocks have 2^qubits amplitudes and at least one vector.

#define wide NAME(wide)

QS_INLINE double NAME(pauli_product_loop)(
    const REAL *left, const REAL *right, qs_walk walk, uint64_t high, uint64_t sign, unsigned flip,
    unsigned negative, int imaginary) {
  // A sum for each place modulo 4 in a batch, so that their signs are applied at the end.
  wide sums[4] = {{0}, {0}, {0}, {0}};
  if (walk.batch == 16) {
    unsigned group_odd[4];
    for (unsigned g = 0; g < 4; ++g) {
      group_odd[g] = (unsigned)__builtin_parityll(walk.offsets[4 * g] & sign);
    }
    QS_FOR_EACH_BASE(walk) {
      unsigned odd = (unsigned)__builtin_parityll(walk.base & sign);
#pragma clang loop unroll(full)
      for (unsigned g = 0; g < 4; ++g) {
        INT bit = (INT)((uint64_t)(odd ^ group_odd[g]) << (8 * sizeof(REAL) - 1));
        selection signs = bit - (selection){0};
#pragma clang loop unroll(full)
        for (unsigned k = 0; k < 4; ++k) {
          uint64_t i = walk.base | walk.offsets[4 * g + k];
          vector r = (vector)((selection)NAME(load)(right, i) ^ signs);
          vector l = NAME(pauli_term)(NAME(load)(left, i ^ high), flip, imaginary);
          sums[k] += NAME(widen)(r) * NAME(widen)(l);
        }
      }
    }
  } else {
    QS_FOR_EACH(walk, i) {
      wide r = NAME(widen)(NAME(load)(right, i));
      wide l = NAME(widen)(NAME(pauli_term)(NAME(load)(left, i ^ high), flip, imaginary));
      sums[0] += __builtin_parityll(i & sign) ? -(r * l) : r * l;
    }
  }
  if (walk.batch == 16) {
    for (unsigned k = 1; k < 4; ++k) {
      if (__builtin_parityll(walk.offsets[k] & sign)) sums[k] = -sums[k];
    }
  }
  wide sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  return imaginary ? -NAME(sum_crossed)(sum, ALL_LANES, negative)
                   : NAME(sum_like)(sum, ALL_LANES, negative);
}

// Σ (-1)^parity(i & sign) · Re or Im of conj(left[i ^ flip])·right[i].
static double NAME(pauli_product_sum)(
    const void *left, const void *right, uint32_t qubits, uint64_t flip, uint64_t sign_mask,
    int imaginary) {
  uint64_t high = ABOVE(flip), sign = ABOVE(sign_mask);
  unsigned lane_flip = (unsigned)(flip & LANE_MASK), negative = 0;
  for (unsigned lane = 0; lane < LANES; ++lane) {
    negative |= (unsigned)__builtin_parityll(lane & sign_mask) << lane;
  }
  // Inside one block i and i ^ flip contribute the same: half of the places will do.
  uint64_t pivot = left == right && high ? (uint64_t)1 << (63 - __builtin_clzll(high)) : 0;
  qs_walk walk = qs_start_walk(qubits + 1, INSIDE | pivot, 0, 0, 0, 1);
  double sum = 0;
  if (imaginary) {
    FOR_LANE_XOR(lane_flip, sum = NAME(pauli_product_loop)(
        left, right, walk, high, sign, LANES_XOR, negative, 1))
  } else {
    FOR_LANE_XOR(lane_flip, sum = NAME(pauli_product_loop)(
        left, right, walk, high, sign, LANES_XOR, negative, 0))
  }
  return pivot ? 2 * sum : sum;
}

// Real and imaginary parts of conj(left[i ^ flip])·right[i], each where it is wanted.
static void NAME(pauli_products)(
    const void *left_block, const void *right_block, uint32_t qubits, uint64_t flip, double *re,
    double *im) {
  const REAL *left = left_block, *right = right_block;
  uint64_t count = (uint64_t)1 << qubits, high = ABOVE(flip);
  unsigned lane_flip = (unsigned)(flip & LANE_MASK);
  FOR_LANE_XOR(lane_flip, for (uint64_t i = 0; i < count; i += LANES) {
    vector l = NAME(xor_lanes)(NAME(load)(left, (2 * i) ^ high), LANES_XOR);
    wide r = NAME(widen)(NAME(load)(right, 2 * i));
    if (re) {
      wide like = NAME(widen)(l) * r;
      for (unsigned k = 0; k < LANES; ++k) re[i + k] = like[2 * k] + like[2 * k + 1];
    }
    if (im) {
      wide crossed = NAME(widen)(l) * NAME(swap_wide)(r);
      for (unsigned k = 0; k < LANES; ++k) im[i + k] = crossed[2 * k] - crossed[2 * k + 1];
    }
  })
}

// The Walsh-Hadamard transform in place: values[s] becomes Σ (-1)^parity(i & s) values[i].
static void NAME(walsh)(double *values, uint32_t bits) {
  typedef double eight __attribute__((vector_size(64)));
  typedef double loose __attribute__((vector_size(64), aligned(8), may_alias));
  uint64_t count = (uint64_t)1 << bits, h = 1;
  if (bits >= 3) {
    for (uint64_t i = 0; i < count; i += 8) {
      eight v = *(loose *)(values + i);
      const eight s1 = {1, -1, 1, -1, 1, -1, 1, -1}, s2 = {1, 1, -1, -1, 1, 1, -1, -1},
                  s4 = {1, 1, 1, 1, -1, -1, -1, -1};
      v = v * s1 + __builtin_shufflevector(v, v, 1, 0, 3, 2, 5, 4, 7, 6);
      v = v * s2 + __builtin_shufflevector(v, v, 2, 3, 0, 1, 6, 7, 4, 5);
      v = v * s4 + __builtin_shufflevector(v, v, 4, 5, 6, 7, 0, 1, 2, 3);
      *(loose *)(values + i) = v;
    }
    // Two levels at a time.
    for (h = 8; 4 * h <= count; h *= 4) {
      for (uint64_t i = 0; i < count; i += 4 * h) {
        for (uint64_t j = i; j < i + h; j += 8) {
          eight a = *(loose *)(values + j), b = *(loose *)(values + j + h),
                c = *(loose *)(values + j + 2 * h), d = *(loose *)(values + j + 3 * h);
          eight ab = a + b, a_b = a - b, cd = c + d, c_d = c - d;
          *(loose *)(values + j) = ab + cd;
          *(loose *)(values + j + h) = a_b + c_d;
          *(loose *)(values + j + 2 * h) = ab - cd;
          *(loose *)(values + j + 3 * h) = a_b - c_d;
        }
      }
    }
  }
  for (; h < count; h *= 2) {
    for (uint64_t i = 0; i < count; i += 2 * h) {
      for (uint64_t j = i; j < i + h; ++j) {
        double a = values[j], b = values[j + h];
        values[j] = a + b;
        values[j + h] = a - b;
      }
    }
  }
}

QS_INLINE void NAME(pauli_add_loop)(
    REAL *out, const REAL *in, qs_walk walk, uint64_t high, uint64_t sign, const vector *factor,
    unsigned flip, int imaginary) {
  // The factor for each vector of a batch, by the parity of the base.
  vector move[2][1 << QS_BATCH_BITS];
  for (uint32_t b = 0; b < walk.batch; ++b) {
    int odd = __builtin_parityll(walk.offsets[b] & sign);
    move[0][b] = factor[odd];
    move[1][b] = factor[!odd];
  }
  QS_FOR_EACH_BASE(walk) {
    int parity = __builtin_parityll(walk.base & sign);
    for (uint32_t b = 0; b < walk.batch; ++b) {
      uint64_t i = walk.base | walk.offsets[b];
      vector v = NAME(pauli_term)(NAME(load)(in, i ^ high), flip, imaginary);
      NAME(store)(out, i, NAME(load)(out, i) + v * move[parity][b]);
    }
  }
}

// out[i] += (-1)^parity(i & sign) · K · in[i ^ flip], K real or imaginary.
static void NAME(pauli_add)(
    void *out, const void *in, uint32_t qubits, uint64_t flip, uint64_t sign_mask, double re,
    double im) {
  int imaginary = im != 0;
  vector factor[2];
  for (unsigned lane = 0; lane < LANES; ++lane) {
    int negative = __builtin_parityll(lane & sign_mask);
    for (unsigned part = 0; part < 2; ++part) {
      double k = !imaginary ? re : part ? im : -im;
      factor[0][2 * lane + part] = (REAL)(negative ? -k : k);
    }
  }
  factor[1] = -factor[0];
  uint64_t high = ABOVE(flip), sign = ABOVE(sign_mask);
  unsigned lane_flip = (unsigned)(flip & LANE_MASK);
  qs_walk walk = qs_start_walk(qubits + 1, INSIDE, 0, 0, 0, 1);
  if (imaginary) {
    FOR_LANE_XOR(lane_flip, NAME(pauli_add_loop)(
        out, in, walk, high, sign, factor, LANES_XOR, 1))
  } else {
    FOR_LANE_XOR(lane_flip, NAME(pauli_add_loop)(
        out, in, walk, high, sign, factor, LANES_XOR, 0))
  }
}

// out[i] += (re[i] + i·im[i]) · in[i ^ flip]; a part that is NULL is 0.
static void NAME(table_add)(
    void *out_block, const void *in_block, uint32_t qubits, uint64_t flip, const double *re,
    const double *im) {
  REAL *out = out_block;
  const REAL *in = in_block;
  uint64_t count = (uint64_t)1 << qubits, high = ABOVE(flip);
  unsigned lane_flip = (unsigned)(flip & LANE_MASK);
  FOR_LANE_XOR(lane_flip, for (uint64_t i = 0; i < count; i += LANES) {
    vector v = NAME(xor_lanes)(NAME(load)(in, (2 * i) ^ high), LANES_XOR);
    vector sum = NAME(load)(out, 2 * i);
    vector k;
    if (re) {
      for (unsigned l = 0; l < LANES; ++l) k[2 * l] = k[2 * l + 1] = (REAL)re[i + l];
      sum += v * k;
    }
    if (im) {
      for (unsigned l = 0; l < LANES; ++l) {
        k[2 * l + 1] = (REAL)im[i + l];
        k[2 * l] = -k[2 * l + 1];
      }
      sum += NAME(swap_parts)(v) * k;
    }
    NAME(store)(out, 2 * i, sum);
  })
}
#undef wide
