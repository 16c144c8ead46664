// Quench of a transverse-field Ising chain of twenty spins: H = −Σ Z Z − Σ X/2, started with all
// spins up. Ten Trotter steps of length 0.1.
OPENQASM 2.0;
include "qelib1.inc";

qreg spin[20];
creg c[20];

// Step 1.
rzz(-0.2) spin[0], spin[1];
rzz(-0.2) spin[2], spin[3];
rzz(-0.2) spin[4], spin[5];
rzz(-0.2) spin[6], spin[7];
rzz(-0.2) spin[8], spin[9];
rzz(-0.2) spin[10], spin[11];
rzz(-0.2) spin[12], spin[13];
rzz(-0.2) spin[14], spin[15];
rzz(-0.2) spin[16], spin[17];
rzz(-0.2) spin[18], spin[19];
rzz(-0.2) spin[1], spin[2];
rzz(-0.2) spin[3], spin[4];
rzz(-0.2) spin[5], spin[6];
rzz(-0.2) spin[7], spin[8];
rzz(-0.2) spin[9], spin[10];
rzz(-0.2) spin[11], spin[12];
rzz(-0.2) spin[13], spin[14];
rzz(-0.2) spin[15], spin[16];
rzz(-0.2) spin[17], spin[18];
rx(-0.1) spin;

// Step 2.
rzz(-0.2) spin[0], spin[1];
rzz(-0.2) spin[2], spin[3];
rzz(-0.2) spin[4], spin[5];
rzz(-0.2) spin[6], spin[7];
rzz(-0.2) spin[8], spin[9];
rzz(-0.2) spin[10], spin[11];
rzz(-0.2) spin[12], spin[13];
rzz(-0.2) spin[14], spin[15];
rzz(-0.2) spin[16], spin[17];
rzz(-0.2) spin[18], spin[19];
rzz(-0.2) spin[1], spin[2];
rzz(-0.2) spin[3], spin[4];
rzz(-0.2) spin[5], spin[6];
rzz(-0.2) spin[7], spin[8];
rzz(-0.2) spin[9], spin[10];
rzz(-0.2) spin[11], spin[12];
rzz(-0.2) spin[13], spin[14];
rzz(-0.2) spin[15], spin[16];
rzz(-0.2) spin[17], spin[18];
rx(-0.1) spin;

// Step 3.
rzz(-0.2) spin[0], spin[1];
rzz(-0.2) spin[2], spin[3];
rzz(-0.2) spin[4], spin[5];
rzz(-0.2) spin[6], spin[7];
rzz(-0.2) spin[8], spin[9];
rzz(-0.2) spin[10], spin[11];
rzz(-0.2) spin[12], spin[13];
rzz(-0.2) spin[14], spin[15];
rzz(-0.2) spin[16], spin[17];
rzz(-0.2) spin[18], spin[19];
rzz(-0.2) spin[1], spin[2];
rzz(-0.2) spin[3], spin[4];
rzz(-0.2) spin[5], spin[6];
rzz(-0.2) spin[7], spin[8];
rzz(-0.2) spin[9], spin[10];
rzz(-0.2) spin[11], spin[12];
rzz(-0.2) spin[13], spin[14];
rzz(-0.2) spin[15], spin[16];
rzz(-0.2) spin[17], spin[18];
rx(-0.1) spin;

// Step 4.
rzz(-0.2) spin[0], spin[1];
rzz(-0.2) spin[2], spin[3];
rzz(-0.2) spin[4], spin[5];
rzz(-0.2) spin[6], spin[7];
rzz(-0.2) spin[8], spin[9];
rzz(-0.2) spin[10], spin[11];
rzz(-0.2) spin[12], spin[13];
rzz(-0.2) spin[14], spin[15];
rzz(-0.2) spin[16], spin[17];
rzz(-0.2) spin[18], spin[19];
rzz(-0.2) spin[1], spin[2];
rzz(-0.2) spin[3], spin[4];
rzz(-0.2) spin[5], spin[6];
rzz(-0.2) spin[7], spin[8];
rzz(-0.2) spin[9], spin[10];
rzz(-0.2) spin[11], spin[12];
rzz(-0.2) spin[13], spin[14];
rzz(-0.2) spin[15], spin[16];
rzz(-0.2) spin[17], spin[18];
rx(-0.1) spin;

// Step 5.
rzz(-0.2) spin[0], spin[1];
rzz(-0.2) spin[2], spin[3];
rzz(-0.2) spin[4], spin[5];
rzz(-0.2) spin[6], spin[7];
rzz(-0.2) spin[8], spin[9];
rzz(-0.2) spin[10], spin[11];
rzz(-0.2) spin[12], spin[13];
rzz(-0.2) spin[14], spin[15];
rzz(-0.2) spin[16], spin[17];
rzz(-0.2) spin[18], spin[19];
rzz(-0.2) spin[1], spin[2];
rzz(-0.2) spin[3], spin[4];
rzz(-0.2) spin[5], spin[6];
rzz(-0.2) spin[7], spin[8];
rzz(-0.2) spin[9], spin[10];
rzz(-0.2) spin[11], spin[12];
rzz(-0.2) spin[13], spin[14];
rzz(-0.2) spin[15], spin[16];
rzz(-0.2) spin[17], spin[18];
rx(-0.1) spin;

// Step 6.
rzz(-0.2) spin[0], spin[1];
rzz(-0.2) spin[2], spin[3];
rzz(-0.2) spin[4], spin[5];
rzz(-0.2) spin[6], spin[7];
rzz(-0.2) spin[8], spin[9];
rzz(-0.2) spin[10], spin[11];
rzz(-0.2) spin[12], spin[13];
rzz(-0.2) spin[14], spin[15];
rzz(-0.2) spin[16], spin[17];
rzz(-0.2) spin[18], spin[19];
rzz(-0.2) spin[1], spin[2];
rzz(-0.2) spin[3], spin[4];
rzz(-0.2) spin[5], spin[6];
rzz(-0.2) spin[7], spin[8];
rzz(-0.2) spin[9], spin[10];
rzz(-0.2) spin[11], spin[12];
rzz(-0.2) spin[13], spin[14];
rzz(-0.2) spin[15], spin[16];
rzz(-0.2) spin[17], spin[18];
rx(-0.1) spin;

// Step 7.
rzz(-0.2) spin[0], spin[1];
rzz(-0.2) spin[2], spin[3];
rzz(-0.2) spin[4], spin[5];
rzz(-0.2) spin[6], spin[7];
rzz(-0.2) spin[8], spin[9];
rzz(-0.2) spin[10], spin[11];
rzz(-0.2) spin[12], spin[13];
rzz(-0.2) spin[14], spin[15];
rzz(-0.2) spin[16], spin[17];
rzz(-0.2) spin[18], spin[19];
rzz(-0.2) spin[1], spin[2];
rzz(-0.2) spin[3], spin[4];
rzz(-0.2) spin[5], spin[6];
rzz(-0.2) spin[7], spin[8];
rzz(-0.2) spin[9], spin[10];
rzz(-0.2) spin[11], spin[12];
rzz(-0.2) spin[13], spin[14];
rzz(-0.2) spin[15], spin[16];
rzz(-0.2) spin[17], spin[18];
rx(-0.1) spin;

// Step 8.
rzz(-0.2) spin[0], spin[1];
rzz(-0.2) spin[2], spin[3];
rzz(-0.2) spin[4], spin[5];
rzz(-0.2) spin[6], spin[7];
rzz(-0.2) spin[8], spin[9];
rzz(-0.2) spin[10], spin[11];
rzz(-0.2) spin[12], spin[13];
rzz(-0.2) spin[14], spin[15];
rzz(-0.2) spin[16], spin[17];
rzz(-0.2) spin[18], spin[19];
rzz(-0.2) spin[1], spin[2];
rzz(-0.2) spin[3], spin[4];
rzz(-0.2) spin[5], spin[6];
rzz(-0.2) spin[7], spin[8];
rzz(-0.2) spin[9], spin[10];
rzz(-0.2) spin[11], spin[12];
rzz(-0.2) spin[13], spin[14];
rzz(-0.2) spin[15], spin[16];
rzz(-0.2) spin[17], spin[18];
rx(-0.1) spin;

// Step 9.
rzz(-0.2) spin[0], spin[1];
rzz(-0.2) spin[2], spin[3];
rzz(-0.2) spin[4], spin[5];
rzz(-0.2) spin[6], spin[7];
rzz(-0.2) spin[8], spin[9];
rzz(-0.2) spin[10], spin[11];
rzz(-0.2) spin[12], spin[13];
rzz(-0.2) spin[14], spin[15];
rzz(-0.2) spin[16], spin[17];
rzz(-0.2) spin[18], spin[19];
rzz(-0.2) spin[1], spin[2];
rzz(-0.2) spin[3], spin[4];
rzz(-0.2) spin[5], spin[6];
rzz(-0.2) spin[7], spin[8];
rzz(-0.2) spin[9], spin[10];
rzz(-0.2) spin[11], spin[12];
rzz(-0.2) spin[13], spin[14];
rzz(-0.2) spin[15], spin[16];
rzz(-0.2) spin[17], spin[18];
rx(-0.1) spin;

// Step 10.
rzz(-0.2) spin[0], spin[1];
rzz(-0.2) spin[2], spin[3];
rzz(-0.2) spin[4], spin[5];
rzz(-0.2) spin[6], spin[7];
rzz(-0.2) spin[8], spin[9];
rzz(-0.2) spin[10], spin[11];
rzz(-0.2) spin[12], spin[13];
rzz(-0.2) spin[14], spin[15];
rzz(-0.2) spin[16], spin[17];
rzz(-0.2) spin[18], spin[19];
rzz(-0.2) spin[1], spin[2];
rzz(-0.2) spin[3], spin[4];
rzz(-0.2) spin[5], spin[6];
rzz(-0.2) spin[7], spin[8];
rzz(-0.2) spin[9], spin[10];
rzz(-0.2) spin[11], spin[12];
rzz(-0.2) spin[13], spin[14];
rzz(-0.2) spin[15], spin[16];
rzz(-0.2) spin[17], spin[18];
rx(-0.1) spin;

measure spin -> c;
