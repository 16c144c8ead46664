// Grover search for 101 among eight strings. Two rounds, the best number, find it with probability
// sin²(5 arcsin(1/√8)) = 121/128.
OPENQASM 2.0;
include "qelib1.inc";

// Flips the sign of |101⟩.
gate oracle a, b, c {
  x b;
  h c;
  ccx a, b, c;
  h c;
  x b;
}

// Reflects about the uniform superposition.
gate diffuser a, b, c {
  h a; h b; h c;
  x a; x b; x c;
  h c;
  ccx a, b, c;
  h c;
  x a; x b; x c;
  h a; h b; h c;
}

qreg q[3];
creg found[3];

h q;
oracle q[0], q[1], q[2];
diffuser q[0], q[1], q[2];
oracle q[0], q[1], q[2];
diffuser q[0], q[1], q[2];
measure q -> found;
