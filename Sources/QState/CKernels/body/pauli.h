// cos·1 + K·P for a Pauli string P: every amplitude meets only the one that P maps onto it.

// K is imaginary where `imaginary` is set: its product with a vector exchanges the parts.
typedef struct {
  vector keep;     // the real factor of the amplitude itself
  vector move[2];  // K with the lanes' signs, for even and odd parity of the vector index
} NAME(pauli_factors);

QS_INLINE vector NAME(pauli_term)(vector v, unsigned flip, int imaginary) {
  v = NAME(xor_lanes)(v, flip);
  return imaginary ? NAME(swap_parts)(v) : v;
}

QS_INLINE void NAME(pauli_loop)(
    REAL *amplitudes, qs_walk walk, NAME(pauli_factors) f, uint64_t high, uint64_t sign,
    unsigned flip, int imaginary) {
  if (!high) {
    QS_FOR_EACH(walk) {
      uint64_t i = walk.index | walk.value;
      vector v = NAME(load)(amplitudes, i);
      vector move = f.move[__builtin_parityll(i & sign)];
      NAME(store)(amplitudes, i, v * f.keep + NAME(pauli_term)(v, flip, imaginary) * move);
    }
    return;
  }
  int odd = __builtin_parityll(high & sign);
  QS_FOR_EACH(walk) {
    uint64_t i = walk.index | walk.value, j = i ^ high;
    int parity = __builtin_parityll(i & sign);
    vector vi = NAME(load)(amplitudes, i), vj = NAME(load)(amplitudes, j);
    vector new_i = vi * f.keep + NAME(pauli_term)(vj, flip, imaginary) * f.move[parity];
    vector new_j = vj * f.keep + NAME(pauli_term)(vi, flip, imaginary) * f.move[parity ^ odd];
    NAME(store)(amplitudes, i, new_i);
    NAME(store)(amplitudes, j, new_j);
  }
}

static void NAME(pauli)(
    void *state, const qs_operation *op, uint32_t slice, uint32_t slices, void *scratch) {
  unsigned on = NAME(controlled_lanes)(op);
  double keep = op->coefficients[0], re = op->coefficients[2], im = op->coefficients[3];
  int imaginary = im != 0;
  NAME(pauli_factors) f;
  for (unsigned lane = 0; lane < LANES; ++lane) {
    int chosen = on >> lane & 1;
    int negative = __builtin_parityll(lane & op->sign_mask);
    for (unsigned part = 0; part < 2; ++part) {
      // i·(x + iy) = -y + ix: after the exchange the real part gets -im.
      double k = !chosen ? 0 : !imaginary ? re : part ? im : -im;
      f.keep[2 * lane + part] = chosen ? (REAL)keep : 1;
      f.move[0][2 * lane + part] = (REAL)(negative ? -k : k);
    }
  }
  f.move[1] = -f.move[0];
  uint64_t high = op->flip_mask >> LANE_BITS, sign = op->sign_mask >> LANE_BITS;
  unsigned flip = (unsigned)(op->flip_mask & LANE_MASK);
  uint64_t pivot = high ? (uint64_t)1 << (63 - __builtin_clzll(high)) : 0;
  qs_walk walk = NAME(walk)(op, pivot, slice, slices);
  if (imaginary) {
    FOR_LANE_XOR(flip, NAME(pauli_loop)(state, walk, f, high, sign, LANES_XOR, 1))
  } else {
    FOR_LANE_XOR(flip, NAME(pauli_loop)(state, walk, f, high, sign, LANES_XOR, 0))
  }
}
