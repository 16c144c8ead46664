"""Qulacs (C++): double precision only."""

from __future__ import annotations

import numpy as np
import qulacs
from qulacs import gate as make_gate
from qulacs.circuit import QuantumCircuitOptimizer

from adapters.peer import Peer, Setting
from qasm import Gate, parse

_NAMED = {
    "h": make_gate.H, "x": make_gate.X, "y": make_gate.Y, "z": make_gate.Z, "s": make_gate.S,
    "sdg": make_gate.Sdag, "cx": make_gate.CNOT, "cz": make_gate.CZ, "swap": make_gate.SWAP,
    "ccx": make_gate.TOFFOLI,
}
_ROTATIONS = {"rx": make_gate.RotX, "ry": make_gate.RotY, "rz": make_gate.RotZ}


def _qulacs_gate(gate: Gate) -> qulacs.QuantumGateBase:
    if gate.name in _NAMED:
        return _NAMED[gate.name](*gate.qubits)
    if gate.name in _ROTATIONS:
        return _ROTATIONS[gate.name](*gate.qubits, *gate.angles)
    a = gate.angles
    match gate.name:
        case "u3":
            return make_gate.U3(gate.qubits[0], *a)
        case "rzz":
            # Its rotations by a Pauli product turn the other way: exp(+i angle/2 P).
            return make_gate.PauliRotation(list(gate.qubits), [3, 3], -a[0])
        case "cu1":
            phase = make_gate.to_matrix_gate(make_gate.U1(gate.qubits[1], a[0]))
            phase.add_control_qubit(gate.qubits[0], 1)
            return phase
    raise ValueError(f"no Qulacs gate for {gate.name}")


class Qulacs(Peer):
    packages = ("qulacs",)
    precisions = ("double",)
    note = "the register is allocated before the clock starts, cleared within it"

    def load(self, text: str, precision: str) -> None:
        self._width, gates = parse(text)
        self._circuit = qulacs.QuantumCircuit(self._width)
        for gate in gates:
            self._circuit.add_gate(_qulacs_gate(gate))
        self.release()

    def settings(self) -> list[Setting]:
        ways = ["gate by gate", "light", "block 2", "block 3", "block 4"]
        return ([Setting(w) for w in ways[:3]] + [Setting(f"kept {w}", True) for w in ways[1:]])

    def plan(self, setting: Setting) -> None:
        way = setting.name.removeprefix("kept ")
        self._kept = self._optimized(way) if setting.cached or way == "gate by gate" else None
        self._way = way

    def _optimized(self, way: str) -> qulacs.QuantumCircuit:
        circuit = self._circuit.copy()
        if way == "light":
            QuantumCircuitOptimizer().optimize_light(circuit)
        elif way.startswith("block"):
            QuantumCircuitOptimizer().optimize(circuit, int(way.split()[1]))
        return circuit

    def run(self) -> None:
        circuit = self._kept or self._optimized(self._way)
        self._register.set_zero_state()
        circuit.update_quantum_state(self._register)

    @property
    def _register(self) -> qulacs.QuantumState:
        if self._state is None:
            self._state = qulacs.QuantumState(self._width)
        return self._state

    def state(self) -> np.ndarray:
        return self._register.get_vector()

    def release(self) -> None:
        self._state = None
