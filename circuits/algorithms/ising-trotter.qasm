// Quench of a transverse-field Ising chain of six spins: H = −Σ Z Z − Σ X, started with all spins up.
// Four Trotter steps of length 0.2, so exp(0.2i Z Z) = rzz(−0.4) and exp(0.2i X) = rx(−0.4).
OPENQASM 2.0;
include "qelib1.inc";

gate trotter_step(t) a, b, c, d, e, f {
  rzz(-2*t) a, b;
  rzz(-2*t) c, d;
  rzz(-2*t) e, f;
  rzz(-2*t) b, c;
  rzz(-2*t) d, e;
  rx(-2*t) a;
  rx(-2*t) b;
  rx(-2*t) c;
  rx(-2*t) d;
  rx(-2*t) e;
  rx(-2*t) f;
}

qreg spin[6];

trotter_step(0.2) spin[0], spin[1], spin[2], spin[3], spin[4], spin[5];
trotter_step(0.2) spin[0], spin[1], spin[2], spin[3], spin[4], spin[5];
trotter_step(0.2) spin[0], spin[1], spin[2], spin[3], spin[4], spin[5];
trotter_step(0.2) spin[0], spin[1], spin[2], spin[3], spin[4], spin[5];
