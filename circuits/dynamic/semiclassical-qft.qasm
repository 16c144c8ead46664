// Semiclassical Fourier transform (Griffiths and Niu, Phys. Rev. Lett. 76, 3228, 1996): measuring each
// qubit at once turns the controlled phases into classical ones. The input holds x = 2 and 6 of 8, so
// the outcomes are 0, 2, 4 and 6, each with probability 1/4.
OPENQASM 2.0;
include "qelib1.inc";

qreg q[3];
creg c[3];

x q[1];
h q[2];
barrier q;

// The highest qubit gives the lowest bit of the transform.
h q[2];
measure q[2] -> c[0];
if (c == 1) p(pi/2) q[1];
h q[1];
measure q[1] -> c[1];
if (c == 1) p(pi/4) q[0];
if (c == 2) p(pi/2) q[0];
if (c == 3) p(3*pi/4) q[0];
h q[0];
measure q[0] -> c[2];
