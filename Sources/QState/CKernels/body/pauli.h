// cos·1 + K·P for a Pauli string P: every amplitude meets only the one that P maps onto it.

// K is imaginary where `imaginary` is set: its product with a vector exchanges the parts.
typedef struct {
  vector keep;     // the real factor of the amplitude itself
  vector move[2];  // K with the lanes' signs, for even and odd parity of the place
} NAME(pauli_factors);

QS_INLINE vector NAME(pauli_term)(vector v, unsigned flip, int imaginary) {
  v = NAME(xor_lanes)(v, flip);
  return imaginary ? NAME(swap_parts)(v) : v;
}

QS_INLINE void NAME(pauli_loop)(
    REAL *amplitudes, qs_walk walk, NAME(pauli_factors) f, uint64_t high, uint64_t sign,
    unsigned flip, int imaginary) {
  // K for each vector of a batch, by the parity of the base.
  vector move[2][1 << QS_BATCH_BITS];
  for (uint32_t b = 0; b < walk.batch; ++b) {
    int odd = __builtin_parityll(walk.offsets[b] & sign);
    move[0][b] = f.move[odd];
    move[1][b] = f.move[!odd];
  }
  int odd = __builtin_parityll(high & sign);
  QS_FOR_EACH_BASE(walk) {
    uint64_t base = walk.base | walk.value;
    int parity = __builtin_parityll(base & sign);
    for (uint32_t b = 0; b < walk.batch; ++b) {
      uint64_t i = base | walk.offsets[b], j = i ^ high;
      vector vi = NAME(load)(amplitudes, i);
      if (high) {
        vector vj = NAME(load)(amplitudes, j);
        vector new_j = vj * f.keep + NAME(pauli_term)(vi, flip, imaginary) * move[parity ^ odd][b];
        NAME(store)(amplitudes, j, new_j);
        vi = vi * f.keep + NAME(pauli_term)(vj, flip, imaginary) * move[parity][b];
      } else {
        vi = vi * f.keep + NAME(pauli_term)(vi, flip, imaginary) * move[parity][b];
      }
      NAME(store)(amplitudes, i, vi);
    }
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
  uint64_t high = ABOVE(op->flip_mask), sign = ABOVE(op->sign_mask);
  unsigned flip = (unsigned)(op->flip_mask & LANE_MASK);
  uint64_t pivot = high ? (uint64_t)1 << (63 - __builtin_clzll(high)) : 0;
  qs_walk walk = NAME(walk)(op, pivot, 0, slice, slices);
  if (!high && imaginary) {
    FOR_LANE_XOR(flip, NAME(pauli_loop)(state, walk, f, 0, sign, LANES_XOR, 1))
  } else if (!high) {
    FOR_LANE_XOR(flip, NAME(pauli_loop)(state, walk, f, 0, sign, LANES_XOR, 0))
  } else if (imaginary) {
    FOR_LANE_XOR(flip, NAME(pauli_loop)(state, walk, f, high, sign, LANES_XOR, 1))
  } else {
    FOR_LANE_XOR(flip, NAME(pauli_loop)(state, walk, f, high, sign, LANES_XOR, 0))
  }
}
