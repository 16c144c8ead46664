// A classical random walk on four places by one coin qubit that is tossed, measured and reset: after
// three steps from place 0 the walker stands at 1 or 3, each with probability 1/2.
OPENQASM 2.0;
include "qelib1.inc";

qreg coin[1];
qreg place[2];
creg toss[1];
creg end[2];

h coin[0];
measure coin -> toss;
if (toss == 1) cx place[0], place[1];
if (toss == 1) x place[0];
if (toss == 0) x place[0];
if (toss == 0) cx place[0], place[1];
reset coin;

h coin[0];
measure coin -> toss;
if (toss == 1) cx place[0], place[1];
if (toss == 1) x place[0];
if (toss == 0) x place[0];
if (toss == 0) cx place[0], place[1];
reset coin;

h coin[0];
measure coin -> toss;
if (toss == 1) cx place[0], place[1];
if (toss == 1) x place[0];
if (toss == 0) x place[0];
if (toss == 0) cx place[0], place[1];
measure place -> end;
