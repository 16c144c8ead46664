// Many samples of one circuit at a time: a group of 2·LANES samples, one in each number of a vector.
// Amplitude i of all samples is two vectors, s[2i] the real parts and s[2i + 1] the imaginary ones, so
// that no qubit is inside a vector and every sample has angles of its own at no cost.

#define GROUP (2 * LANES)

// Heads the statement that runs for each index whose bits under `fixed` are `value`, below `count`.
#define FOR_EACH_INDEX(i, count, fixed, value) \
  for (uint64_t i##_at = 0, i##_fixed = (fixed), i; \
       i##_at < (count) && (i = i##_at | (value), 1); \
       i##_at = ((i##_at | i##_fixed) + 1) & ~i##_fixed)

typedef struct {
  vector re, im;
} NAME(number);
#define number NAME(number)

QS_INLINE number NAME(times)(number a, number b) {
  return (number){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

// w·1 - i(x·X + y·Y + z·Z) on a pair of amplitudes; `axes` tells which of x, y, z can be other than 0.
QS_INLINE void NAME(rotate_pair)(
    number *a, number *b, vector w, vector x, vector y, vector z, const int axes) {
  number p = *a, q = *b;
  if (axes == 1) {
    *a = (number){w * p.re + x * q.im, w * p.im - x * q.re};
    *b = (number){w * q.re + x * p.im, w * q.im - x * p.re};
  } else if (axes == 2) {
    *a = (number){w * p.re - y * q.re, w * p.im - y * q.im};
    *b = (number){w * q.re + y * p.re, w * q.im + y * p.im};
  } else if (axes == 4) {
    *a = (number){w * p.re + z * p.im, w * p.im - z * p.re};
    *b = (number){w * q.re - z * q.im, w * q.im + z * q.re};
  } else {
    *a = (number){w * p.re + z * p.im - y * q.re + x * q.im,
                  w * p.im - z * p.re - y * q.im - x * q.re};
    *b = (number){y * p.re + x * p.im + w * q.re - z * q.im,
                  y * p.im - x * p.re + w * q.im + z * q.re};
  }
}

QS_INLINE void NAME(batch_rotate_loop)(
    number *s, uint64_t count, const qs_batch_step *step, const vector *n, const int axes) {
  uint64_t bit = (uint64_t)1 << step->qubit;
  vector w = n[0], x = n[1], y = n[2], z = n[3];
  FOR_EACH_INDEX(i, count, step->control_mask | bit, step->control_values) {
    NAME(rotate_pair)(&s[i], &s[i | bit], w, x, y, z, axes);
  }
}

static void NAME(batch_rotate)(
    number *s, uint64_t count, const qs_batch_step *step, const vector *n) {
  switch (step->axes) {
    case 1: NAME(batch_rotate_loop)(s, count, step, n, 1); break;
    case 2: NAME(batch_rotate_loop)(s, count, step, n, 2); break;
    case 4: NAME(batch_rotate_loop)(s, count, step, n, 4); break;
    default: NAME(batch_rotate_loop)(s, count, step, n, 7);
  }
}

// Reads Im⟨bra|P|ket⟩ for the axes that occur, then undoes the rotation on both.
QS_INLINE void NAME(batch_unrotate_loop)(
    number *ket, number *bra, uint64_t count, const qs_batch_step *step, const vector *n,
    vector *sums, const int axes, const int undo) {
  uint64_t bit = (uint64_t)1 << step->qubit;
  vector w = n[0], x = -n[1], y = -n[2], z = -n[3];
  vector sum_x = {0}, sum_y = {0}, sum_z = {0};
  FOR_EACH_INDEX(i, count, step->control_mask | bit, step->control_values) {
    number a = ket[i], b = ket[i | bit], c = bra[i], d = bra[i | bit];
    if (axes & 1) {
      sum_x += c.re * b.im;
      sum_x -= c.im * b.re;
      sum_x += d.re * a.im;
      sum_x -= d.im * a.re;
    }
    if (axes & 2) {
      sum_y += d.re * a.re;
      sum_y += d.im * a.im;
      sum_y -= c.re * b.re;
      sum_y -= c.im * b.im;
    }
    if (axes & 4) {
      sum_z += c.re * a.im;
      sum_z -= c.im * a.re;
      sum_z -= d.re * b.im;
      sum_z += d.im * b.re;
    }
    if (undo) {
      NAME(rotate_pair)(&a, &b, w, x, y, z, axes);
      NAME(rotate_pair)(&c, &d, w, x, y, z, axes);
      ket[i] = a;
      ket[i | bit] = b;
      bra[i] = c;
      bra[i | bit] = d;
    }
  }
  sums[0] = sum_x;
  sums[1] = sum_y;
  sums[2] = sum_z;
}

static void NAME(batch_unrotate)(
    number *ket, number *bra, uint64_t count, const qs_batch_step *step, const vector *n,
    vector *sums, int undo) {
#define CASE_AXES(axes) \
  if (undo) NAME(batch_unrotate_loop)(ket, bra, count, step, n, sums, axes, 1); \
  else NAME(batch_unrotate_loop)(ket, bra, count, step, n, sums, axes, 0);
  switch (step->axes) {
    case 1: CASE_AXES(1) break;
    case 2: CASE_AXES(2) break;
    case 4: CASE_AXES(4) break;
    default: CASE_AXES(7)
  }
#undef CASE_AXES
}

QS_INLINE void NAME(batch_phase)(
    number *s, uint64_t count, const qs_batch_step *step, vector cosine, vector sine) {
  number factor = {cosine, sine};
  FOR_EACH_INDEX(i, count, step->control_mask, step->control_values) {
    s[i] = NAME(times)(s[i], factor);
  }
}

// P|i ^ flip⟩ = phase · (-1)^parity(i & sign) |i⟩, phase = (-i)^y_count: (re, im) of the image of v.
QS_INLINE number NAME(turned)(number v, unsigned quarter) {
  switch (quarter & 3) {
    case 0: return v;
    case 1: return (number){v.im, -v.re};
    case 2: return (number){-v.re, -v.im};
    default: return (number){-v.im, v.re};
  }
}

// exp(-iθ/2 P) with cosine and sine of θ/2.
static void NAME(batch_pauli)(
    number *s, uint64_t count, const qs_batch_step *step, vector cosine, vector sine) {
  uint64_t flip = step->flip_mask, sign = step->sign_mask;
  uint64_t pivot = flip ? (uint64_t)1 << (63 - __builtin_clzll(flip)) : 0;
  unsigned turn = step->y_count + 1;  // another -i for -i·sin
  FOR_EACH_INDEX(i, count, step->control_mask | pivot, step->control_values) {
    uint64_t j = i ^ flip;
    number a = s[i], b = s[j];
    number to_a = NAME(turned)(b, turn + 2 * (unsigned)__builtin_parityll(i & sign));
    s[i] = (number){cosine * a.re + sine * to_a.re, cosine * a.im + sine * to_a.im};
    if (pivot) {
      number to_b = NAME(turned)(a, turn + 2 * (unsigned)__builtin_parityll(j & sign));
      s[j] = (number){cosine * b.re + sine * to_b.re, cosine * b.im + sine * to_b.im};
    }
  }
}

// Im⟨bra|P|ket⟩.
static vector NAME(batch_pauli_sum)(
    const number *bra, const number *ket, uint64_t count, const qs_batch_step *step) {
  vector sum = {0};
  FOR_EACH_INDEX(i, count, step->control_mask, step->control_values) {
    unsigned turn = step->y_count + 2 * (unsigned)__builtin_parityll(i & step->sign_mask);
    number v = NAME(turned)(ket[i ^ step->flip_mask], turn), l = bra[i];
    sum += l.re * v.im;
    sum -= l.im * v.re;
  }
  return sum;
}

// Each element of a cycle moves to the place of the next, or of the one before.
static void NAME(batch_permute)(number *s, const qs_batch_step *step, int inverse) {
  for (const uint32_t *c = step->cycles, *end = c + step->cycle_words; c < end; c += *c + 1) {
    uint32_t length = *c;
    const uint32_t *at = c + 1;
    if (inverse) {
      number first = s[at[0]];
      for (uint32_t k = 0; k + 1 < length; ++k) s[at[k]] = s[at[k + 1]];
      s[at[length - 1]] = first;
    } else {
      number last = s[at[length - 1]];
      for (uint32_t k = length - 1; k > 0; --k) s[at[k]] = s[at[k - 1]];
      s[at[0]] = last;
    }
  }
}

// A matrix without angles on a few targets, first one least significant.
static void NAME(batch_dense)(
    number *s, uint64_t count, const qs_batch_step *step, const double *matrix) {
  uint32_t size = 1u << step->target_count;
  uint64_t offsets[1 << QS_BATCH_TARGETS], targets = 0;
  for (uint32_t m = 0; m < size; ++m) {
    offsets[m] = 0;
    for (uint32_t t = 0; t < step->target_count; ++t) {
      if (m >> t & 1) offsets[m] |= (uint64_t)1 << step->targets[t];
    }
    targets |= offsets[m];
  }
  number in[1 << QS_BATCH_TARGETS];
  FOR_EACH_INDEX(i, count, step->control_mask | targets, step->control_values) {
    for (uint32_t m = 0; m < size; ++m) in[m] = s[i | offsets[m]];
    for (uint32_t row = 0; row < size; ++row) {
      number sum = {{0}, {0}};
      for (uint32_t m = 0; m < size; ++m) {
        REAL re = (REAL)matrix[2 * (row * size + m)], im = (REAL)matrix[2 * (row * size + m) + 1];
        sum.re += in[m].re * re - in[m].im * im;
        sum.im += in[m].re * im + in[m].im * re;
      }
      s[i | offsets[row]] = sum;
    }
  }
}

// The numbers of each step from cosine and sine of its half angles: of the steps whose angles differ
// between samples, or of the others.
static void NAME(batch_prepare)(const qs_batch_program *p, const void *wave, void *out, int own) {
  const vector *waves = wave;
  vector *numbers = out;
  for (uint32_t k = 0; k < p->step_count; ++k, numbers += 4) {
    const qs_batch_step *step = &p->steps[k];
    if ((int)step->own != own) continue;
    switch (step->kind) {
      case QS_BATCH_RUN: {
        vector w = {0}, x = {0}, y = {0}, z = {0};
        w += 1;
        for (uint32_t f = 0; f < step->factor_count; ++f) {
          const qs_batch_factor *factor = &p->factors[step->first_factor + f];
          vector a = w, b = x, c = y, d = z, cosine, sine;
          if (factor->axis < 3) {
            cosine = waves[2 * factor->slot];
            sine = waves[2 * factor->slot + 1];
          }
          switch (factor->axis) {
            case 0:
              w = cosine * a - sine * b;
              x = cosine * b + sine * a;
              y = cosine * c - sine * d;
              z = cosine * d + sine * c;
              break;
            case 1:
              w = cosine * a - sine * c;
              x = cosine * b + sine * d;
              y = cosine * c + sine * a;
              z = cosine * d - sine * b;
              break;
            case 2:
              w = cosine * a - sine * d;
              x = cosine * b - sine * c;
              y = cosine * c + sine * b;
              z = cosine * d + sine * a;
              break;
            default: {
              REAL fw = (REAL)factor->fixed[0], fx = (REAL)factor->fixed[1];
              REAL fy = (REAL)factor->fixed[2], fz = (REAL)factor->fixed[3];
              w = fw * a - fx * b - fy * c - fz * d;
              x = fw * b + fx * a + fy * d - fz * c;
              y = fw * c - fx * d + fy * a + fz * b;
              z = fw * d + fx * c - fy * b + fz * a;
            }
          }
        }
        numbers[0] = w;
        numbers[1] = x;
        numbers[2] = y;
        numbers[3] = z;
        break;
      }
      case QS_BATCH_PHASE:
      case QS_BATCH_PAULI:
        if (step->is_fixed) {
          vector zero = {0};
          numbers[0] = zero + (REAL)step->fixed[0];
          numbers[1] = zero + (REAL)step->fixed[1];
        } else {
          vector c = waves[2 * step->slot], s = waves[2 * step->slot + 1];
          numbers[0] = step->kind == QS_BATCH_PHASE ? c * c - s * s : c;
          numbers[1] = step->kind == QS_BATCH_PHASE ? 2 * c * s : s;
        }
        break;
      default: break;
    }
  }
}

// From |0…0⟩ to the final states.
static void NAME(batch_forward)(const qs_batch_program *p, const void *in, void *state) {
  const vector *numbers = in;
  number *s = state;
  uint64_t count = (uint64_t)1 << p->qubits, filled = 0;
  vector zero = {0};
  if (p->product_steps < p->qubits) {
    for (uint64_t i = 0; i < count; ++i) s[i] = (number){zero, zero};
  }
  s[0] = (number){zero + 1, zero};
  // The first runs act on qubits that are 0: a product of their columns.
  for (uint32_t k = 0; k < p->product_steps; ++k, numbers += 4) {
    uint64_t bit = (uint64_t)1 << p->steps[k].qubit;
    number keep = {numbers[0], -numbers[3]}, flip = {numbers[2], -numbers[1]};
    uint64_t i = 0;
    do {
      s[i | bit] = NAME(times)(s[i], flip);
      s[i] = NAME(times)(s[i], keep);
      i = (i - filled) & filled;
    } while (i);
    filled |= bit;
  }
  for (uint32_t k = p->product_steps; k < p->step_count; ++k, numbers += 4) {
    const qs_batch_step *step = &p->steps[k];
    switch (step->kind) {
      case QS_BATCH_RUN: NAME(batch_rotate)(s, count, step, numbers); break;
      case QS_BATCH_PHASE: NAME(batch_phase)(s, count, step, numbers[0], numbers[1]); break;
      case QS_BATCH_PAULI: NAME(batch_pauli)(s, count, step, numbers[0], numbers[1]); break;
      case QS_BATCH_PERMUTE: NAME(batch_permute)(s, step, 0); break;
      case QS_BATCH_DENSE: NAME(batch_dense)(s, count, step, step->matrix); break;
    }
  }
}

// ⟨O⟩ of each observable and sample: adds its terms to zeroed values.
static void NAME(batch_expect)(const qs_batch_program *p, const void *state, void *out) {
  const number *s = state;
  vector *values = out;
  uint64_t count = (uint64_t)1 << p->qubits;
  vector zero = {0};
  for (uint32_t k = 0; k < p->observable_count; ++k) values[k] = zero;
  for (uint32_t t = 0; t < p->term_count; ++t) {
    const qs_batch_term *term = &p->terms[t];
    vector plus = zero, minus = zero;
    if (!term->flip_mask) {
      for (uint64_t i = 0; i < count; ++i) {
        vector weight = s[i].re * s[i].re + s[i].im * s[i].im;
        if (__builtin_parityll(i & term->sign_mask)) minus += weight; else plus += weight;
      }
    } else {
      // The pair (i, j) adds conj(a_i)·P a_j and its conjugate: twice the real part.
      uint64_t pivot = (uint64_t)1 << (63 - __builtin_clzll(term->flip_mask));
      FOR_EACH_INDEX(i, count, pivot, 0) {
        number v = NAME(turned)(s[i ^ term->flip_mask], term->y_count);
        vector real = 2 * (s[i].re * v.re + s[i].im * v.im);
        if (__builtin_parityll(i & term->sign_mask)) minus += real; else plus += real;
      }
    }
    values[term->observable] += (REAL)term->factor * (plus - minus);
  }
}

// bra = Σ weights[k]·O_k ket.
static void NAME(batch_observe)(
    const qs_batch_program *p, const number *ket, number *bra, const vector *weights) {
  uint64_t count = (uint64_t)1 << p->qubits;
  vector zero = {0};
  for (uint64_t i = 0; i < count; ++i) {
    vector d = zero;
    for (uint32_t t = 0; t < p->diagonal_terms; ++t) {
      const qs_batch_term *term = &p->terms[t];
      vector w = weights[term->observable] * (REAL)term->factor;
      if (__builtin_parityll(i & term->sign_mask)) d -= w; else d += w;
    }
    bra[i] = (number){d * ket[i].re, d * ket[i].im};
  }
  for (uint32_t t = p->diagonal_terms; t < p->term_count; ++t) {
    const qs_batch_term *term = &p->terms[t];
    vector w = weights[term->observable] * (REAL)term->factor;
    for (uint64_t i = 0; i < count; ++i) {
      unsigned turn = term->y_count + 2 * (unsigned)__builtin_parityll(i & term->sign_mask);
      number v = NAME(turned)(ket[i ^ term->flip_mask], turn);
      bra[i].re += w * v.re;
      bra[i].im += w * v.im;
    }
  }
}

// Adds the derivatives of Σ weights[k]⟨O_k⟩ with respect to each slot; uses up both states.
static void NAME(batch_backward)(
    const qs_batch_program *p, const void *wave, const void *in, const void *weights, void *state,
    void *dual, void *out) {
  const vector *waves = wave;
  number *ket = state, *bra = dual;
  vector *slots = out;
  uint64_t count = (uint64_t)1 << p->qubits;
  NAME(batch_observe)(p, ket, bra, weights);
  for (uint32_t k = p->step_count; k-- > p->first_step;) {
    const qs_batch_step *step = &p->steps[k];
    const vector *n = (const vector *)in + 4 * k;
    int undo = k >= p->first_undone;
    switch (step->kind) {
      case QS_BATCH_RUN: {
        if (!step->differentiable) {
          if (!undo) break;
          vector back[4] = {n[0], -n[1], -n[2], -n[3]};
          NAME(batch_rotate)(ket, count, step, back);
          NAME(batch_rotate)(bra, count, step, back);
          break;
        }
        vector g[3];
        NAME(batch_unrotate)(ket, bra, count, step, n, g, undo);
        for (uint32_t f = step->factor_count; f-- > 0;) {
          const qs_batch_factor *factor = &p->factors[step->first_factor + f];
          if (factor->axis < 3) {
            slots[factor->slot] += g[factor->axis];
            if (f == 0) break;
            vector c = waves[2 * factor->slot], s = waves[2 * factor->slot + 1];
            vector cosine = c * c - s * s, sine = 2 * c * s;
            vector *a = &g[(factor->axis + 1) % 3], *b = &g[(factor->axis + 2) % 3];
            vector turned = cosine * *a + sine * *b;
            *b = cosine * *b - sine * *a;
            *a = turned;
          } else {
            REAL w = (REAL)factor->fixed[0], x = -(REAL)factor->fixed[1];
            REAL y = -(REAL)factor->fixed[2], z = -(REAL)factor->fixed[3];
            vector tx = 2 * (y * g[2] - z * g[1]), ty = 2 * (z * g[0] - x * g[2]);
            vector tz = 2 * (x * g[1] - y * g[0]);
            g[0] += w * tx + (y * tz - z * ty);
            g[1] += w * ty + (z * tx - x * tz);
            g[2] += w * tz + (x * ty - y * tx);
          }
        }
        break;
      }
      case QS_BATCH_PHASE:
        if (step->differentiable) {
          vector sum = NAME(batch_pauli_sum)(bra, ket, count, step);
          slots[step->slot] -= 2 * sum;
        }
        if (undo) {
          NAME(batch_phase)(ket, count, step, n[0], -n[1]);
          NAME(batch_phase)(bra, count, step, n[0], -n[1]);
        }
        break;
      case QS_BATCH_PAULI:
        if (step->differentiable) {
          slots[step->slot] += NAME(batch_pauli_sum)(bra, ket, count, step);
        }
        if (undo) {
          NAME(batch_pauli)(ket, count, step, n[0], -n[1]);
          NAME(batch_pauli)(bra, count, step, n[0], -n[1]);
        }
        break;
      case QS_BATCH_PERMUTE:
        if (undo) {
          NAME(batch_permute)(ket, step, 1);
          NAME(batch_permute)(bra, step, 1);
        }
        break;
      case QS_BATCH_DENSE:
        if (undo) {
          NAME(batch_dense)(ket, count, step, step->adjoint);
          NAME(batch_dense)(bra, count, step, step->adjoint);
        }
        break;
    }
  }
}
#undef number
#undef GROUP
#undef FOR_EACH_INDEX
