// Fourier transform of twenty qubits. The input holds the numbers 5 + 64 j; its transform holds the 64
// multiples of 2^20/64 = 16384, each with probability 1/64: the lower fourteen bits are 0.
OPENQASM 2.0;
include "qelib1.inc";

qreg q[20];
creg c[20];

x q[0];
x q[2];
h q[6];
h q[7];
h q[8];
h q[9];
h q[10];
h q[11];
h q[12];
h q[13];
h q[14];
h q[15];
h q[16];
h q[17];
h q[18];
h q[19];

h q[19];
cp(pi/2) q[18], q[19];
cp(pi/4) q[17], q[19];
cp(pi/8) q[16], q[19];
cp(pi/16) q[15], q[19];
cp(pi/32) q[14], q[19];
cp(pi/64) q[13], q[19];
cp(pi/128) q[12], q[19];
cp(pi/256) q[11], q[19];
cp(pi/512) q[10], q[19];
cp(pi/1024) q[9], q[19];
cp(pi/2048) q[8], q[19];
cp(pi/4096) q[7], q[19];
cp(pi/8192) q[6], q[19];
cp(pi/16384) q[5], q[19];
cp(pi/32768) q[4], q[19];
cp(pi/65536) q[3], q[19];
cp(pi/131072) q[2], q[19];
cp(pi/262144) q[1], q[19];
cp(pi/524288) q[0], q[19];

h q[18];
cp(pi/2) q[17], q[18];
cp(pi/4) q[16], q[18];
cp(pi/8) q[15], q[18];
cp(pi/16) q[14], q[18];
cp(pi/32) q[13], q[18];
cp(pi/64) q[12], q[18];
cp(pi/128) q[11], q[18];
cp(pi/256) q[10], q[18];
cp(pi/512) q[9], q[18];
cp(pi/1024) q[8], q[18];
cp(pi/2048) q[7], q[18];
cp(pi/4096) q[6], q[18];
cp(pi/8192) q[5], q[18];
cp(pi/16384) q[4], q[18];
cp(pi/32768) q[3], q[18];
cp(pi/65536) q[2], q[18];
cp(pi/131072) q[1], q[18];
cp(pi/262144) q[0], q[18];

h q[17];
cp(pi/2) q[16], q[17];
cp(pi/4) q[15], q[17];
cp(pi/8) q[14], q[17];
cp(pi/16) q[13], q[17];
cp(pi/32) q[12], q[17];
cp(pi/64) q[11], q[17];
cp(pi/128) q[10], q[17];
cp(pi/256) q[9], q[17];
cp(pi/512) q[8], q[17];
cp(pi/1024) q[7], q[17];
cp(pi/2048) q[6], q[17];
cp(pi/4096) q[5], q[17];
cp(pi/8192) q[4], q[17];
cp(pi/16384) q[3], q[17];
cp(pi/32768) q[2], q[17];
cp(pi/65536) q[1], q[17];
cp(pi/131072) q[0], q[17];

h q[16];
cp(pi/2) q[15], q[16];
cp(pi/4) q[14], q[16];
cp(pi/8) q[13], q[16];
cp(pi/16) q[12], q[16];
cp(pi/32) q[11], q[16];
cp(pi/64) q[10], q[16];
cp(pi/128) q[9], q[16];
cp(pi/256) q[8], q[16];
cp(pi/512) q[7], q[16];
cp(pi/1024) q[6], q[16];
cp(pi/2048) q[5], q[16];
cp(pi/4096) q[4], q[16];
cp(pi/8192) q[3], q[16];
cp(pi/16384) q[2], q[16];
cp(pi/32768) q[1], q[16];
cp(pi/65536) q[0], q[16];

h q[15];
cp(pi/2) q[14], q[15];
cp(pi/4) q[13], q[15];
cp(pi/8) q[12], q[15];
cp(pi/16) q[11], q[15];
cp(pi/32) q[10], q[15];
cp(pi/64) q[9], q[15];
cp(pi/128) q[8], q[15];
cp(pi/256) q[7], q[15];
cp(pi/512) q[6], q[15];
cp(pi/1024) q[5], q[15];
cp(pi/2048) q[4], q[15];
cp(pi/4096) q[3], q[15];
cp(pi/8192) q[2], q[15];
cp(pi/16384) q[1], q[15];
cp(pi/32768) q[0], q[15];

h q[14];
cp(pi/2) q[13], q[14];
cp(pi/4) q[12], q[14];
cp(pi/8) q[11], q[14];
cp(pi/16) q[10], q[14];
cp(pi/32) q[9], q[14];
cp(pi/64) q[8], q[14];
cp(pi/128) q[7], q[14];
cp(pi/256) q[6], q[14];
cp(pi/512) q[5], q[14];
cp(pi/1024) q[4], q[14];
cp(pi/2048) q[3], q[14];
cp(pi/4096) q[2], q[14];
cp(pi/8192) q[1], q[14];
cp(pi/16384) q[0], q[14];

h q[13];
cp(pi/2) q[12], q[13];
cp(pi/4) q[11], q[13];
cp(pi/8) q[10], q[13];
cp(pi/16) q[9], q[13];
cp(pi/32) q[8], q[13];
cp(pi/64) q[7], q[13];
cp(pi/128) q[6], q[13];
cp(pi/256) q[5], q[13];
cp(pi/512) q[4], q[13];
cp(pi/1024) q[3], q[13];
cp(pi/2048) q[2], q[13];
cp(pi/4096) q[1], q[13];
cp(pi/8192) q[0], q[13];

h q[12];
cp(pi/2) q[11], q[12];
cp(pi/4) q[10], q[12];
cp(pi/8) q[9], q[12];
cp(pi/16) q[8], q[12];
cp(pi/32) q[7], q[12];
cp(pi/64) q[6], q[12];
cp(pi/128) q[5], q[12];
cp(pi/256) q[4], q[12];
cp(pi/512) q[3], q[12];
cp(pi/1024) q[2], q[12];
cp(pi/2048) q[1], q[12];
cp(pi/4096) q[0], q[12];

h q[11];
cp(pi/2) q[10], q[11];
cp(pi/4) q[9], q[11];
cp(pi/8) q[8], q[11];
cp(pi/16) q[7], q[11];
cp(pi/32) q[6], q[11];
cp(pi/64) q[5], q[11];
cp(pi/128) q[4], q[11];
cp(pi/256) q[3], q[11];
cp(pi/512) q[2], q[11];
cp(pi/1024) q[1], q[11];
cp(pi/2048) q[0], q[11];

h q[10];
cp(pi/2) q[9], q[10];
cp(pi/4) q[8], q[10];
cp(pi/8) q[7], q[10];
cp(pi/16) q[6], q[10];
cp(pi/32) q[5], q[10];
cp(pi/64) q[4], q[10];
cp(pi/128) q[3], q[10];
cp(pi/256) q[2], q[10];
cp(pi/512) q[1], q[10];
cp(pi/1024) q[0], q[10];

h q[9];
cp(pi/2) q[8], q[9];
cp(pi/4) q[7], q[9];
cp(pi/8) q[6], q[9];
cp(pi/16) q[5], q[9];
cp(pi/32) q[4], q[9];
cp(pi/64) q[3], q[9];
cp(pi/128) q[2], q[9];
cp(pi/256) q[1], q[9];
cp(pi/512) q[0], q[9];

h q[8];
cp(pi/2) q[7], q[8];
cp(pi/4) q[6], q[8];
cp(pi/8) q[5], q[8];
cp(pi/16) q[4], q[8];
cp(pi/32) q[3], q[8];
cp(pi/64) q[2], q[8];
cp(pi/128) q[1], q[8];
cp(pi/256) q[0], q[8];

h q[7];
cp(pi/2) q[6], q[7];
cp(pi/4) q[5], q[7];
cp(pi/8) q[4], q[7];
cp(pi/16) q[3], q[7];
cp(pi/32) q[2], q[7];
cp(pi/64) q[1], q[7];
cp(pi/128) q[0], q[7];

h q[6];
cp(pi/2) q[5], q[6];
cp(pi/4) q[4], q[6];
cp(pi/8) q[3], q[6];
cp(pi/16) q[2], q[6];
cp(pi/32) q[1], q[6];
cp(pi/64) q[0], q[6];

h q[5];
cp(pi/2) q[4], q[5];
cp(pi/4) q[3], q[5];
cp(pi/8) q[2], q[5];
cp(pi/16) q[1], q[5];
cp(pi/32) q[0], q[5];

h q[4];
cp(pi/2) q[3], q[4];
cp(pi/4) q[2], q[4];
cp(pi/8) q[1], q[4];
cp(pi/16) q[0], q[4];

h q[3];
cp(pi/2) q[2], q[3];
cp(pi/4) q[1], q[3];
cp(pi/8) q[0], q[3];

h q[2];
cp(pi/2) q[1], q[2];
cp(pi/4) q[0], q[2];

h q[1];
cp(pi/2) q[0], q[1];

h q[0];

swap q[0], q[19];
swap q[1], q[18];
swap q[2], q[17];
swap q[3], q[16];
swap q[4], q[15];
swap q[5], q[14];
swap q[6], q[13];
swap q[7], q[12];
swap q[8], q[11];
swap q[9], q[10];

measure q -> c;
