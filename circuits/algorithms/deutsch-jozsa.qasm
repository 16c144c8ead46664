// Deutsch–Jozsa: is f(x) = x0 ⊕ x1 ⊕ x2 constant or balanced? One query; any outcome other than 000
// says balanced. For this f the outcome is 111.
OPENQASM 2.0;
include "qelib1.inc";

gate oracle x0, x1, x2, f {
  cx x0, f;
  cx x1, f;
  cx x2, f;
}

qreg argument[3];
qreg value[1];
creg c[3];

x value[0];
h argument;
h value;
oracle argument[0], argument[1], argument[2], value[0];
h argument;
measure argument -> c;
