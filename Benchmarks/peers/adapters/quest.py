"""QuEST through pyQuEST (C, OpenMP): the wheel is built for double precision."""

from __future__ import annotations

import numpy as np
import pyquest
from pyquest import unitaries
from pyquest.initialisations import ZeroState

import reference
from adapters.peer import Peer, Setting
from qasm import Gate, parse

_SINGLE = {"h": unitaries.H, "x": unitaries.X, "y": unitaries.Y, "z": unitaries.Z,
           "s": unitaries.S}
_ROTATIONS = {"rx": unitaries.Rx, "ry": unitaries.Ry, "rz": unitaries.Rz}


def _operators(gate: Gate) -> list:
    q, a = gate.qubits, gate.angles
    if gate.name in _SINGLE:
        return [_SINGLE[gate.name](q[0])]
    if gate.name in _ROTATIONS:
        return [_ROTATIONS[gate.name](q[0], a[0])]
    match gate.name:
        case "sdg":
            return [unitaries.Phase(q[0], -np.pi / 2)]
        case "cx":
            return [unitaries.X(q[1], controls=[q[0]])]
        case "ccx":
            # Its X takes one control only.
            return [unitaries.U(q[2], matrix=reference.PAULI_X, controls=list(q[:2]))]
        case "cz":
            return [unitaries.Z(q[1], controls=[q[0]])]
        case "cu1":
            return [unitaries.Phase(q[1], a[0], controls=[q[0]])]
        case "swap":
            return [unitaries.Swap(targets=list(q))]
        case "rzz":
            product = unitaries.PauliProduct([unitaries.Z(q[0]), unitaries.Z(q[1])])
            return [unitaries.R(product, a[0])]
        case "u3":
            return [unitaries.U(q[0], matrix=reference.u3(*a))]
    raise ValueError(f"no QuEST operator for {gate.name}")


class Quest(Peer):
    packages = ("pyquest",)
    precisions = ("double",)

    def load(self, text: str, precision: str) -> None:
        self._width, gates = parse(text)
        self._circuit = pyquest.Circuit([o for gate in gates for o in _operators(gate)])
        self.release()

    def settings(self) -> list[Setting]:
        return [Setting("gate by gate")]

    def plan(self, setting: Setting) -> None:
        pass

    def run(self) -> None:
        if self._register is None:
            self._register = pyquest.Register(self._width)
        self._register.apply_operator(ZeroState())
        self._register.apply_circuit(self._circuit)

    def state(self) -> np.ndarray:
        return self._register[:]

    def release(self) -> None:
        self._register = None
