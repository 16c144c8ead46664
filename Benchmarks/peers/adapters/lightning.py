"""PennyLane Lightning (C++), through the bindings beneath PennyLane's Python layers."""

from __future__ import annotations

import numpy as np
from pennylane_lightning import lightning_qubit_ops as engine

import reference
from adapters.peer import Peer, Setting
from qasm import Gate, parse

_NAMES = {
    "h": ("Hadamard", False), "x": ("PauliX", False), "y": ("PauliY", False),
    "z": ("PauliZ", False), "s": ("S", False), "sdg": ("S", True), "cx": ("CNOT", False),
    "cz": ("CZ", False), "swap": ("SWAP", False), "ccx": ("Toffoli", False),
    "rx": ("RX", False), "ry": ("RY", False), "rz": ("RZ", False), "rzz": ("IsingZZ", False),
    "cu1": ("ControlledPhaseShift", False),
}


class Lightning(Peer):
    packages = ("pennylane-lightning",)
    note = "one call of the C++ layer a gate: Lightning has no fusion"

    def load(self, text: str, precision: str) -> None:
        self._width, self._gates = parse(text)
        self._type, self._scalar = {
            "single": (engine.StateVectorC64, np.complex64),
            "double": (engine.StateVectorC128, np.complex128),
        }[precision]
        self.release()

    def settings(self) -> list[Setting]:
        return [Setting("gate by gate")]

    def plan(self, setting: Setting) -> None:
        self._register = self._type(self._width)
        self._calls = [self._call(gate) for gate in self._gates]

    def _call(self, gate: Gate) -> tuple:
        # Wire 0 is the most significant bit of Lightning's index.
        wires = [self._width - 1 - q for q in gate.qubits]
        if gate.name == "u3":
            unitary = np.ascontiguousarray(reference.u3(*gate.angles), dtype=self._scalar)
            return self._register.applyMatrix, (unitary, wires, False)
        name, inverse = _NAMES[gate.name]
        return getattr(self._register, name), (wires, inverse, list(gate.angles))

    def run(self) -> None:
        if self._register is None:
            self.plan(self.settings()[0])
        self._register.resetStateVector()
        for method, arguments in self._calls:
            method(*arguments)

    def state(self) -> np.ndarray:
        vector = np.empty(1 << self._width, dtype=self._scalar)
        self._register.getState(vector)
        return vector

    def release(self) -> None:
        self._register, self._calls = None, []
