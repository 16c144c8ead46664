// Hardware-efficient ansatz of a variational eigensolver: two layers of y and z rotations, each with a
// ring of CZ gates. The angles are those of no particular minimum.
OPENQASM 2.0;
include "qelib1.inc";

gate turn(theta, phi) a {
  ry(theta) a;
  rz(phi) a;
}

gate ring a, b, c, d {
  cz a, b;
  cz b, c;
  cz c, d;
  cz d, a;
}

qreg q[4];

turn(0.25, -0.50) q[0];
turn(0.75, 1.00) q[1];
turn(-1.25, 0.30) q[2];
turn(1.50, -0.70) q[3];
ring q[0], q[1], q[2], q[3];
turn(-0.40, 0.90) q[0];
turn(1.10, 0.20) q[1];
turn(0.60, -1.30) q[2];
turn(-0.80, 0.45) q[3];
ring q[0], q[1], q[2], q[3];
ry(pi/5) q;
