// Teleportation of the state ry(pi/3)|0⟩ by measurement and correction. Bob's bit reads 1 with
// probability sin²(pi/6) = 1/4, whatever the two bits that Alice sends.
OPENQASM 2.0;
include "qelib1.inc";

qreg message[1];
qreg alice[1];
qreg bob[1];
creg z_bit[1];
creg x_bit[1];
creg received[1];

ry(pi/3) message[0];

// The shared pair.
h alice[0];
cx alice[0], bob[0];
barrier message, alice, bob;

// Alice measures in the Bell basis.
cx message[0], alice[0];
h message[0];
measure message[0] -> z_bit[0];
measure alice[0] -> x_bit[0];

// Bob corrects.
if (x_bit == 1) x bob[0];
if (z_bit == 1) z bob[0];
measure bob[0] -> received[0];
