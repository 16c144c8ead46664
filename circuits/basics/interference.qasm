// Mach–Zehnder interferometer: two beam splitters around a phase shift of pi/3. The second output
// clicks with probability sin²(pi/6) = 1/4.
OPENQASM 2.0;
include "qelib1.inc";

qreg photon[1];
creg click[1];

h photon[0];
p(pi/3) photon[0];
h photon[0];
measure photon -> click;
