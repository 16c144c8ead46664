// QAOA with one layer for the largest cut of a ring of four nodes, at the best angles of one layer
// (pi/4 for the edges, pi/8 for the mixer): 3 of the 4 edges are cut on average, and 0101 and 1010,
// which cut all four, are the likeliest outcomes.
OPENQASM 2.0;
include "qelib1.inc";

qreg q[4];
creg cut[4];

h q;
rzz(-pi/4) q[0], q[1];
rzz(-pi/4) q[1], q[2];
rzz(-pi/4) q[2], q[3];
rzz(-pi/4) q[3], q[0];
rx(pi/4) q;
measure q -> cut;
