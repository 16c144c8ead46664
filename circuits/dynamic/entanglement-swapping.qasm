// Entanglement swapping: two pairs, a Bell measurement on one half of each, and the outer halves, which
// never met, are a Bell pair: after the corrections they agree in every run.
OPENQASM 2.0;
include "qelib1.inc";

qreg alice[1];
qreg relay[2];
qreg bob[1];
creg bell[2];
creg a[1];
creg b[1];

h alice[0];
cx alice[0], relay[0];
h relay[1];
cx relay[1], bob[0];
barrier alice, relay, bob;

// The relay measures in the Bell basis.
cx relay[0], relay[1];
h relay[0];
measure relay -> bell;

// Bob corrects: bit 1 tells X, bit 0 tells Z.
if (bell == 1) z bob[0];
if (bell == 2) x bob[0];
if (bell == 3) x bob[0];
if (bell == 3) z bob[0];

// Both read in the x basis.
h alice[0];
h bob[0];
measure alice -> a;
measure bob -> b;
