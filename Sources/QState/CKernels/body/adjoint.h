// What adjoint differentiation reads off two states, bra and ket: sums of conj(bra)·(P ket) for Pauli
// strings P, in double precision whatever the state's, over the amplitudes that the controls select.

#define wide NAME(wide)

QS_INLINE wide NAME(widen)(vector v) { return __builtin_convertvector(v, wide); }
QS_INLINE wide NAME(swap_wide)(wide v) { return SWAP_PARTS(v); }

// Sums over the lanes for which `on` has a bit: real parts, and imaginary parts of an accumulated
// bra * swap_parts(ket), in which even places count positive and odd ones negative.
QS_INLINE double NAME(sum_like)(wide v, unsigned on, unsigned negative) {
  double sum = 0;
  for (unsigned lane = 0; lane < LANES; ++lane) {
    if (!(on >> lane & 1)) continue;
    double part = v[2 * lane] + v[2 * lane + 1];
    sum += negative >> lane & 1 ? -part : part;
  }
  return sum;
}

QS_INLINE double NAME(sum_crossed)(wide v, unsigned on, unsigned negative) {
  double sum = 0;
  for (unsigned lane = 0; lane < LANES; ++lane) {
    if (!(on >> lane & 1)) continue;
    double part = v[2 * lane] - v[2 * lane + 1];
    sum += negative >> lane & 1 ? -part : part;
  }
  return sum;
}

// The lanes that have a 1 at an in-vector qubit.
QS_INLINE unsigned NAME(lanes_with_one)(uint32_t qubit) {
  unsigned on = 0;
  for (unsigned lane = 0; lane < LANES; ++lane) on |= (lane >> qubit & 1) << lane;
  return on;
}

// Stores the product of an element of SU(2) and two vectors. In `wz` w and z are those of its complex
// number w + iz, in `yx` of y + ix; by signs of them the four elements are made.
QS_INLINE void NAME(turn_pair)(
    REAL *state, uint64_t i, uint64_t bit, vector a, vector b, coefficient wz, coefficient yx) {
  vector crossed_a = NAME(swap_parts)(a), crossed_b = NAME(swap_parts)(b);
  NAME(store)(state, i, a * wz.re - crossed_a * wz.im - b * yx.re - crossed_b * yx.im);
  NAME(store)(state, i | bit, b * wz.re + crossed_b * wz.im + a * yx.re - crossed_a * yx.im);
}

// sums[0…2] = Im⟨bra|P|ket⟩ for P = X, Y, Z on one target. With a the amplitudes where the target is
// 0 and b where it is 1: X: conj(a')b + conj(b')a; Y: -i conj(a')b + i conj(b')a; Z: conj(a')a - conj(b')b.
//
// `undone` of the states, bra first, are then multiplied with the operation's matrix, an element of SU(2)
// [[w - iz, -y - ix], [y - ix, w + iz]], while what was read of them is at hand.
//
// Where nothing is undone each sum has two accumulators, for additions to one would wait for each other;
// else the registers would not suffice, and there is work to do while they wait.
QS_INLINE void NAME(rotation_loop)(
    REAL *left, REAL *right, const qs_operation *op, uint32_t slice, uint32_t slices, double *sums,
    const int undone) {
  uint32_t target = (uint32_t)op->targets[0];
  unsigned on = NAME(controlled_lanes)(op);
  if (target >= LANE_BITS) {
    const int second = undone ? 0 : 1;
    uint64_t bit = (uint64_t)2 << target;
    wide x[2] = {{0}, {0}}, y[2] = {{0}, {0}}, z[2] = {{0}, {0}};
    coefficient wz = {{0}, {0}}, yx = wz;
    if (undone) {
      double lower[2] = {op->coefficients[4], -op->coefficients[5]};
      wz = NAME(lanes_of)(op->coefficients + 6, on, 1);
      yx = NAME(lanes_of)(lower, on, 0);
    }
    qs_walk walk = NAME(walk)(op, bit, 0, slice, slices);
    QS_FOR_EACH(walk, i) {
      vector a = NAME(load)(right, i), b = NAME(load)(right, i | bit);
      vector bra_a = NAME(load)(left, i), bra_b = NAME(load)(left, i | bit);
      vector crossed_a = NAME(swap_parts)(a), crossed_b = NAME(swap_parts)(b);
      wide l = NAME(widen)(bra_a), m = NAME(widen)(bra_b);
      x[0] += l * NAME(widen)(crossed_b);
      x[second] += m * NAME(widen)(crossed_a);
      y[0] += m * NAME(widen)(a);
      y[second] -= l * NAME(widen)(b);
      z[0] += l * NAME(widen)(crossed_a);
      z[second] -= m * NAME(widen)(crossed_b);
      if (undone > 0) NAME(turn_pair)(left, i, bit, bra_a, bra_b, wz, yx);
      if (undone > 1) NAME(turn_pair)(right, i, bit, a, b, wz, yx);
    }
    sums[0] = NAME(sum_crossed)(x[0] + x[1], on, 0);
    sums[1] = NAME(sum_like)(y[0] + y[1], on, 0);
    sums[2] = NAME(sum_crossed)(z[0] + z[1], on, 0);
  } else {
    wide x = {0}, y = {0}, z = {0};
    unsigned flip = 1u << target, ones = NAME(lanes_with_one)(target);
    // What each lane multiplies its own number with, and that of its partner.
    coefficient own = {{0}, {0}}, other = own;
    for (unsigned lane = 0; undone && lane < LANES; ++lane) {
      const double *row = op->coefficients + (ones >> lane & 1 ? 4 : 0);
      unsigned place = ones >> lane & 1;
      int chosen = on >> lane & 1;
      NAME(set_lane)(
          &own, lane, chosen ? row[2 * place] : 1, chosen ? row[2 * place + 1] : 0);
      NAME(set_lane)(
          &other, lane, chosen ? row[2 - 2 * place] : 0, chosen ? row[3 - 2 * place] : 0);
    }
    qs_walk walk = NAME(walk)(op, 0, 0, slice, slices);
    FOR_LANE_XOR(flip, QS_FOR_EACH(walk, i) {
      vector v = NAME(load)(right, i), partner = NAME(xor_lanes)(v, LANES_XOR);
      vector bra_v = NAME(load)(left, i);
      wide l = NAME(widen)(bra_v), r = NAME(widen)(partner);
      x += l * NAME(swap_wide)(r);
      y += l * r;
      z += l * NAME(swap_wide)(NAME(widen)(v));
      if (undone > 0) {
        vector bra_partner = NAME(xor_lanes)(bra_v, LANES_XOR);
        NAME(store)(left, i, NAME(multiply)(own, bra_v) + NAME(multiply)(other, bra_partner));
      }
      if (undone > 1) {
        NAME(store)(right, i, NAME(multiply)(own, v) + NAME(multiply)(other, partner));
      }
    })
    sums[0] = NAME(sum_crossed)(x, on, 0);
    sums[1] = NAME(sum_like)(y, on, ~ones);
    sums[2] = NAME(sum_crossed)(z, on, ones);
  }
}

static void NAME(rotation_sums)(
    void *bra, void *ket, const qs_operation *op, uint32_t slice, uint32_t slices, double *sums) {
  NAME(rotation_loop)(bra, ket, op, slice, slices, sums, 0);
}

static void NAME(undo_bra)(
    void *bra, void *ket, const qs_operation *op, uint32_t slice, uint32_t slices, double *sums) {
  NAME(rotation_loop)(bra, ket, op, slice, slices, sums, 1);
}

static void NAME(undo_both)(
    void *bra, void *ket, const qs_operation *op, uint32_t slice, uint32_t slices, double *sums) {
  NAME(rotation_loop)(bra, ket, op, slice, slices, sums, 2);
}

// sums = Σ (-1)^parity(i & sign_mask) conj(bra[i])·ket[i ^ flip_mask], real and imaginary part.
static void NAME(pauli_sums)(
    void *bra, void *ket, const qs_operation *op, uint32_t slice, uint32_t slices,
    double *sums) {
  const REAL *left = bra, *right = ket;
  unsigned on = NAME(controlled_lanes)(op), negative = 0;
  for (unsigned lane = 0; lane < LANES; ++lane) {
    negative |= (unsigned)__builtin_parityll(lane & op->sign_mask) << lane;
  }
  uint64_t high = ABOVE(op->flip_mask), sign = ABOVE(op->sign_mask);
  unsigned flip = (unsigned)(op->flip_mask & LANE_MASK);
  // Sums of the vectors of even and of odd parity.
  wide like[2] = {{0}, {0}}, crossed[2] = {{0}, {0}};
  qs_walk walk = NAME(walk)(op, 0, 0, slice, slices);
  FOR_LANE_XOR(flip, QS_FOR_EACH(walk, i) {
    wide l = NAME(widen)(NAME(load)(left, i));
    wide r = NAME(widen)(NAME(xor_lanes)(NAME(load)(right, i ^ high), LANES_XOR));
    if (__builtin_parityll(i & sign)) {
      like[1] += l * r;
      crossed[1] += l * NAME(swap_wide)(r);
    } else {
      like[0] += l * r;
      crossed[0] += l * NAME(swap_wide)(r);
    }
  })
  sums[0] = NAME(sum_like)(like[0] - like[1], on, negative);
  sums[1] = NAME(sum_crossed)(crossed[0] - crossed[1], on, negative);
}
#undef wide
