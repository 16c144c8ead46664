// Phase estimation of a gate whose phase is 1/3 of a turn, with four counting qubits. 16/3 is no whole
// number: the outcomes gather around 5 (0101), with probability
// sin²(16 pi d) / (256 sin²(pi d)) for outcome k at distance d = 1/3 − k/16.
OPENQASM 2.0;
include "qelib1.inc";

qreg count[4];
qreg eigenstate[1];
creg phase[4];

x eigenstate[0];
h count;

// Counting qubit k applies the gate 2^k times.
cp(2*pi/3) count[0], eigenstate[0];
cp(4*pi/3) count[1], eigenstate[0];
cp(8*pi/3) count[2], eigenstate[0];
cp(16*pi/3) count[3], eigenstate[0];
barrier count;

// Inverse Fourier transform.
swap count[0], count[3];
swap count[1], count[2];
h count[0];
cp(-pi/2) count[0], count[1];
h count[1];
cp(-pi/4) count[0], count[2];
cp(-pi/2) count[1], count[2];
h count[2];
cp(-pi/8) count[0], count[3];
cp(-pi/4) count[1], count[3];
cp(-pi/2) count[2], count[3];
h count[3];
measure count -> phase;
