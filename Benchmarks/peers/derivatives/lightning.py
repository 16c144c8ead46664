"""PennyLane Lightning (C++), through the bindings beneath PennyLane's Python layers."""

from __future__ import annotations

from typing import Any

import numpy as np
from pennylane_lightning import lightning_qubit_ops as engine

from derivatives.peer import Peer, Result, points, summed

_NAMES = {"ry": "RY", "rz": "RZ", "cx": "CNOT"}
_LETTERS = {"X": "PauliX", "Y": "PauliY", "Z": "PauliZ"}


class Lightning(Peer):
    packages = ("pennylane-lightning",)
    note = "one call of the C++ layer a gate, then its adjoint Jacobian; samples one by one"

    def prepare(self, task: dict[str, Any]) -> None:
        self._task, self._points = task, points(task)
        width = task["qubits"]

        # Wire 0 is the most significant bit of its index.
        def wires(qubits: list[int]) -> list[int]:
            return [width - 1 - q for q in qubits]

        self._state = engine.StateVectorC128(width)
        self._gates = [(_NAMES[name], wires(qubits), number)
                       for name, qubits, number in task["gates"]]
        self._methods = [getattr(self._state, name) for name, _, _ in self._gates]
        self._variable = [number for _, _, number in self._gates if number is not None]
        factors, parts = [], []
        for factor, string in task["observable"]:
            named = [engine.observables.NamedObsC128(_LETTERS[p], wires([q])) for q, p in string]
            factors.append(factor)
            parts.append(named[0] if len(named) == 1 else
                         engine.observables.TensorProdObsC128(named))
        self._observable = parts[0] if factors == [1.0] else \
            engine.observables.HamiltonianC128(np.array(factors), parts)
        if task["kind"] == "hamiltonian":
            self._forward(self._points[0])

    def _forward(self, point: list[float]) -> None:
        self._state.resetStateVector()
        for method, (_, wires, number) in zip(self._methods, self._gates):
            method(wires, False, [] if number is None else [point[number]])

    def run(self) -> None:
        self._values, self._gradients = [], []
        if self._task["kind"] == "hamiltonian":
            self._values = [engine.MeasurementsC128(self._state).expval(self._observable)]
            return
        jacobian = engine.algorithms.AdjointJacobianC128()
        names = [name for name, _, _ in self._gates]
        wires = [wires for _, wires, _ in self._gates]
        nothing: list = [[]] * len(names)
        plain = [False] * len(names)
        for point in self._points:
            self._forward(point)
            self._values.append(engine.MeasurementsC128(self._state).expval(self._observable))
            angles = [[] if number is None else [point[number]] for _, _, number in self._gates]
            steps = engine.algorithms.create_ops_listC128(
                names, angles, wires, plain, [np.array([], dtype=complex)] * len(names), nothing,
                nothing)
            self._gradients.append(jacobian(
                self._state, [self._observable], steps, list(range(len(self._variable)))))

    def result(self) -> Result:
        if self._task["kind"] == "hamiltonian":
            return np.array(self._values), np.array([])
        gradients = np.zeros((len(self._points), len(self._task["parameters"])))
        found = np.array(self._gradients).reshape(len(self._points), -1)
        for place, number in enumerate(self._variable):
            gradients[:, number] += found[:, place]
        return np.array(self._values), summed(self._task, gradients)
