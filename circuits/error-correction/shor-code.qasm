// Shor's nine-qubit code repairs any error of one qubit (Shor, Phys. Rev. A 52, R2493, 1995). Here
// the error is Y on qubit 4: the bit-flip syndrome of the middle block reads 11 and the phase
// syndrome 11. After repair and decoding, undoing the preparation always gives 0.
OPENQASM 2.0;
include "qelib1.inc";

// Parities of neighbours in a block.
gate parities a, b, c, s0, s1 {
  cx a, s0;
  cx b, s0;
  cx b, s1;
  cx c, s1;
}

// Parity of two blocks in the x basis: the X operators of six qubits, onto s.
gate phase_parity a, b, c, d, e, f, s {
  h s;
  cx s, a;
  cx s, b;
  cx s, c;
  cx s, d;
  cx s, e;
  cx s, f;
  h s;
}

qreg q[9];
qreg ancilla[8];
creg block0[2];
creg block1[2];
creg block2[2];
creg phase[2];
creg result[1];

// Prepare, then encode: phase code outside, bit-flip code inside.
ry(0.9) q[0];
rz(0.4) q[0];
cx q[0], q[3];
cx q[0], q[6];
h q[0];
h q[3];
h q[6];
cx q[0], q[1];
cx q[0], q[2];
cx q[3], q[4];
cx q[3], q[5];
cx q[6], q[7];
cx q[6], q[8];
barrier q;

// The error.
y q[4];
barrier q;

// Bit-flip syndromes and repairs.
parities q[0], q[1], q[2], ancilla[0], ancilla[1];
parities q[3], q[4], q[5], ancilla[2], ancilla[3];
parities q[6], q[7], q[8], ancilla[4], ancilla[5];
measure ancilla[0] -> block0[0];
measure ancilla[1] -> block0[1];
measure ancilla[2] -> block1[0];
measure ancilla[3] -> block1[1];
measure ancilla[4] -> block2[0];
measure ancilla[5] -> block2[1];
if (block0 == 1) x q[0];
if (block0 == 3) x q[1];
if (block0 == 2) x q[2];
if (block1 == 1) x q[3];
if (block1 == 3) x q[4];
if (block1 == 2) x q[5];
if (block2 == 1) x q[6];
if (block2 == 3) x q[7];
if (block2 == 2) x q[8];

// Phase syndrome and repair.
phase_parity q[0], q[1], q[2], q[3], q[4], q[5], ancilla[6];
phase_parity q[3], q[4], q[5], q[6], q[7], q[8], ancilla[7];
measure ancilla[6] -> phase[0];
measure ancilla[7] -> phase[1];
if (phase == 1) z q[0];
if (phase == 3) z q[3];
if (phase == 2) z q[6];

// Decode and undo the preparation.
cx q[6], q[8];
cx q[6], q[7];
cx q[3], q[5];
cx q[3], q[4];
cx q[0], q[2];
cx q[0], q[1];
h q[6];
h q[3];
h q[0];
cx q[0], q[6];
cx q[0], q[3];
rz(-0.4) q[0];
ry(-0.9) q[0];
measure q[0] -> result[0];
