// Bernstein–Vazirani: one query to f(x) = s·x mod 2 reveals the hidden string s = 1011001.
OPENQASM 2.0;
include "qelib1.inc";

qreg argument[7];
qreg value[1];
creg hidden[7];

x value[0];
h argument;
h value;
barrier argument, value;

// The oracle: one CNOT for each 1 of the hidden string.
cx argument[0], value[0];
cx argument[3], value[0];
cx argument[4], value[0];
cx argument[6], value[0];
barrier argument, value;

h argument;
measure argument -> hidden;
