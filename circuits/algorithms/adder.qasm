// Ripple-carry adder of Cuccaro, Draper, Kutin and Moulton (quant-ph/0410184): 11 + 6 = 17, in place of
// the second number, with the carry as its highest bit: 10001.
OPENQASM 2.0;
include "qelib1.inc";

gate majority carry, b, a {
  cx a, b;
  cx a, carry;
  ccx carry, b, a;
}

gate unmajority carry, b, a {
  ccx carry, b, a;
  cx a, carry;
  cx carry, b;
}

qreg carry_in[1];
qreg a[4];
qreg b[4];
qreg carry_out[1];
creg sum[5];

// a = 11 = 1011, b = 6 = 0110.
x a[0];
x a[1];
x a[3];
x b[1];
x b[2];

majority carry_in[0], b[0], a[0];
majority a[0], b[1], a[1];
majority a[1], b[2], a[2];
majority a[2], b[3], a[3];
cx a[3], carry_out[0];
unmajority a[2], b[3], a[3];
unmajority a[1], b[2], a[2];
unmajority a[0], b[1], a[1];
unmajority carry_in[0], b[0], a[0];

measure b[0] -> sum[0];
measure b[1] -> sum[1];
measure b[2] -> sum[2];
measure b[3] -> sum[3];
measure carry_out[0] -> sum[4];
