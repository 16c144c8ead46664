// Shor's order finding for 7 modulo 15. The order is 4, so three counting qubits show 0, 2, 4 and 6
// eighths of a turn, each with probability 1/4; from them follow the factors 3 and 5.
OPENQASM 2.0;
include "qelib1.inc";

// y → 7y mod 15 on the numbers 0 < y < 15: −(8y) mod 15, a rotation of the bits and a complement.
gate times7 control, y0, y1, y2, y3 {
  cswap control, y0, y1;
  cswap control, y1, y2;
  cswap control, y2, y3;
  cx control, y0;
  cx control, y1;
  cx control, y2;
  cx control, y3;
}

// y → 4y mod 15: a rotation of the bits by two places.
gate times4 control, y0, y1, y2, y3 {
  cswap control, y0, y2;
  cswap control, y1, y3;
}

qreg count[3];
qreg number[4];
creg c[3];

x number[0];
h count;
times7 count[0], number[0], number[1], number[2], number[3];
times4 count[1], number[0], number[1], number[2], number[3];
// The third power, 7^4 = 1 mod 15, does nothing.
barrier count, number;

// Inverse Fourier transform.
swap count[0], count[2];
h count[0];
cp(-pi/2) count[0], count[1];
h count[1];
cp(-pi/4) count[0], count[2];
cp(-pi/2) count[1], count[2];
h count[2];
measure count -> c;
