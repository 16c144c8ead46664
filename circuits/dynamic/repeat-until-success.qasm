// Repeat until success: a phase gate of angle arccos(3/5), which no finite product of Clifford and T
// gates gives, from Toffoli and S gates and two measured ancillas (Nielsen and Chuang, exercise 4.41).
// Both ancillas read 0 with probability 5/8 and the phase has been applied; otherwise the target has
// suffered a Z, which is undone before the next try. Three tries succeed with probability
// 1 − (3/8)³. Reading along the turned direction then gives 0; after three failures 1 has
// probability 1/5.
OPENQASM 2.0;
include "qelib1.inc";

gate attempt a, b, target {
  h a;
  h b;
  ccx a, b, target;
  s target;
  ccx a, b, target;
  h a;
  h b;
}

qreg ancilla[2];
qreg target[1];
creg try1[2];
creg try2[2];
creg try3[2];
creg result[1];

h target[0];

attempt ancilla[0], ancilla[1], target[0];
measure ancilla -> try1;
reset ancilla;
if (try1 == 1) z target[0];
if (try1 == 2) z target[0];
if (try1 == 3) z target[0];

// The next try, where this one failed.
if (try1 == 1) attempt ancilla[0], ancilla[1], target[0];
if (try1 == 2) attempt ancilla[0], ancilla[1], target[0];
if (try1 == 3) attempt ancilla[0], ancilla[1], target[0];
measure ancilla -> try2;
reset ancilla;
if (try2 == 1) z target[0];
if (try2 == 2) z target[0];
if (try2 == 3) z target[0];

// The next try, where this one failed.
if (try2 == 1) attempt ancilla[0], ancilla[1], target[0];
if (try2 == 2) attempt ancilla[0], ancilla[1], target[0];
if (try2 == 3) attempt ancilla[0], ancilla[1], target[0];
measure ancilla -> try3;
if (try3 == 1) z target[0];
if (try3 == 2) z target[0];
if (try3 == 3) z target[0];

p(-0.9272952180016122) target[0];
h target[0];
measure target -> result;
