"""Google's qsim through qsimcirq (C++): single precision only."""

from __future__ import annotations

import math

import cirq
import numpy as np
import qsimcirq
from qsimcirq import qsim as engine

import reference
from adapters.peer import Peer, Setting
from qasm import Gate, parse

_NAMED = {
    "h": cirq.H, "x": cirq.X, "y": cirq.Y, "z": cirq.Z, "s": cirq.S, "sdg": cirq.S**-1,
    "cx": cirq.CX, "cz": cirq.CZ, "swap": cirq.SWAP, "ccx": cirq.CCX,
}


def _cirq_gate(gate: Gate) -> cirq.Gate:
    if gate.name in _NAMED:
        return _NAMED[gate.name]
    a = gate.angles
    match gate.name:
        case "u3":
            return cirq.MatrixGate(reference.u3(*a))
        case "rx" | "ry" | "rz":
            return getattr(cirq, gate.name)(a[0])
        case "rzz":
            return cirq.ZZPowGate(exponent=a[0] / math.pi, global_shift=-0.5)
        case "cu1":
            return cirq.CZPowGate(exponent=a[0] / math.pi)
    raise ValueError(f"no Cirq gate for {gate.name}")


class GoogleQsim(Peer):
    packages = ("qsimcirq", "cirq-core")
    precisions = ("single",)
    note = "qsim's own circuit, translated from Cirq's beforehand; fusion runs inside every run"

    def load(self, text: str, precision: str) -> None:
        width, gates = parse(text)
        qubits = cirq.LineQubit.range(width)
        circuit = cirq.Circuit(_cirq_gate(g).on(*(qubits[q] for q in g.qubits)) for g in gates)
        # qsim counts qubits from the last of Cirq's order.
        order = list(reversed(qubits))
        self._translated, _ = qsimcirq.QSimCircuit(circuit).translate_cirq_to_qsim(order)
        self._width = width
        self.release()

    def settings(self) -> list[Setting]:
        sizes = (2, 3, 4) if self._width < 16 else (4, 3, 2)
        return [Setting(f"max_fused_gate_size={f}") for f in sizes]

    def plan(self, setting: Setting) -> None:
        size = int(setting.name.split("=")[1])
        options = qsimcirq.QSimOptions(max_fused_gate_size=size, cpu_threads=self.threads)
        self._options = options.as_dict() | {"c": self._translated, "s": 1}

    def run(self) -> None:
        self._result = engine.qsim_simulate_fullstate(self._options, 0)

    def state(self) -> np.ndarray:
        return self._result.view(np.complex64)

    def release(self) -> None:
        self._result = None
