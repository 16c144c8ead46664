// Iterative phase estimation: one ancilla, measured and reset, reads the phase 5/16 = 0.0101 (binary)
// of a gate bit by bit, the lowest first. Bits already known turn the next one: the result is 0101.
OPENQASM 2.0;
include "qelib1.inc";

qreg ancilla[1];
qreg eigenstate[1];
creg c[4];

x eigenstate[0];

// Bit 0: the gate eight times.
h ancilla[0];
cp(8*2*pi*5/16) ancilla[0], eigenstate[0];
h ancilla[0];
measure ancilla[0] -> c[0];
reset ancilla[0];

// Bit 1: four times, less what bit 0 adds.
h ancilla[0];
cp(4*2*pi*5/16) ancilla[0], eigenstate[0];
if (c == 1) p(-pi/2) ancilla[0];
h ancilla[0];
measure ancilla[0] -> c[1];
reset ancilla[0];

// Bit 2: twice, less what bits 1 and 0 add.
h ancilla[0];
cp(2*2*pi*5/16) ancilla[0], eigenstate[0];
if (c == 1) p(-pi/4) ancilla[0];
if (c == 2) p(-pi/2) ancilla[0];
if (c == 3) p(-3*pi/4) ancilla[0];
h ancilla[0];
measure ancilla[0] -> c[2];
reset ancilla[0];

// Bit 3: once, less what the others add.
h ancilla[0];
cp(2*pi*5/16) ancilla[0], eigenstate[0];
if (c == 1) p(-pi/8) ancilla[0];
if (c == 2) p(-pi/4) ancilla[0];
if (c == 3) p(-3*pi/8) ancilla[0];
if (c == 4) p(-pi/2) ancilla[0];
if (c == 5) p(-5*pi/8) ancilla[0];
if (c == 6) p(-3*pi/4) ancilla[0];
if (c == 7) p(-7*pi/8) ancilla[0];
h ancilla[0];
measure ancilla[0] -> c[3];
