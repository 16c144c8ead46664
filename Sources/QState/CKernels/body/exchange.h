// Exchanges pairs of qubits, all of them in one sweep: each amplitude goes where its index with the bits
// exchanged says.
//
// Amplitudes that share a cache line go apart, so that the sweep goes block by block: a block has all
// combinations of the lowest qubits and of the qubits that these are exchanged with. The index outside
// the block has a partner, too; a block and its partner's are read as a whole, line by line, and then
// written. Qubits far apart are the same lines of the cache, which would else push one another out.

typedef struct {
  REAL re, im;
} NAME(element);

QS_INLINE void NAME(read_block)(
    NAME(element) *block, const NAME(element) *state, const qs_exchange *x) {
  const uint64_t run = (uint64_t)1 << x->run_bits;
  for (uint32_t k = 0; k < x->run_count; ++k) {
    __builtin_memcpy(block + k * run, state + x->runs[k], run * sizeof *block);
  }
}

// Writes what the other block holds where the exchange sends it.
QS_INLINE void NAME(write_block)(
    NAME(element) *state, const NAME(element) *other, const qs_exchange *x) {
  const uint64_t run = (uint64_t)1 << x->run_bits;
  for (uint32_t k = 0; k < x->run_count; ++k) {
    NAME(element) *to = state + x->runs[k];
    for (uint64_t i = 0; i < run; ++i) to[i] = other[x->sources[k * run + i]];
  }
}

static void NAME(exchange)(
    void *amplitudes, const qs_exchange *x, uint64_t begin, uint64_t end) {
  NAME(element) *state = amplitudes;
  NAME(element) own[QS_EXCHANGE_BLOCK], other[QS_EXCHANGE_BLOCK];
  for (uint64_t block = begin; block < end; ++block) {
    uint64_t place = qs_insert_zero_bits(block, x->inside), partner = place;
    QS_PLAIN_LOOP
    for (uint32_t k = 0; k < x->pair_count; ++k) {
      uint64_t differ = (partner >> x->low[k] ^ partner >> x->high[k]) & 1;
      partner ^= differ << x->low[k] | differ << x->high[k];
    }
    if (partner < place) continue;
    NAME(read_block)(own, state + place, x);
    if (partner == place) {
      NAME(write_block)(state + place, own, x);
      continue;
    }
    NAME(read_block)(other, state + partner, x);
    NAME(write_block)(state + place, other, x);
    NAME(write_block)(state + partner, own, x);
  }
}
