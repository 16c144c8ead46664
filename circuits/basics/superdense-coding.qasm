// Superdense coding: half a Bell pair carries two classical bits. Alice sends the message 10 (bit 1
// set, bit 0 clear); Bob reads it with certainty.
OPENQASM 2.0;
include "qelib1.inc";

qreg alice[1];
qreg bob[1];
creg message[2];

// The shared pair.
h alice[0];
cx alice[0], bob[0];
barrier alice, bob;

// Alice encodes: X for bit 0, Z for bit 1.
z alice[0];
barrier alice, bob;

// Bob decodes.
cx alice[0], bob[0];
h alice[0];
measure bob[0] -> message[0];
measure alice[0] -> message[1];
