"""Qulacs (C++)."""

from __future__ import annotations

from typing import Any

import numpy as np
import qulacs

from derivatives.peer import Peer, Result, points, summed


class Qulacs(Peer):
    packages = ("qulacs",)
    note = ("backprop gives the derivatives alone: for one circuit its value is found outside the "
            "clock; the state of a Hamiltonian too")

    def prepare(self, task: dict[str, Any]) -> None:
        self._task, self._points = task, points(task)
        self._circuit = qulacs.ParametricQuantumCircuit(task["qubits"])
        self._numbers = []
        for name, qubits, number in task["gates"]:
            if number is None:
                self._circuit.add_CNOT_gate(*qubits)
            else:
                # Its parametric rotations turn the other way: exp(+i angle/2 P).
                getattr(self._circuit, f"add_parametric_{name.upper()}_gate")(*qubits, 0.0)
                self._numbers.append(number)
        self._observable = qulacs.Observable(task["qubits"])
        for factor, string in task["observable"]:
            self._observable.add_operator(factor, " ".join(f"{p} {q}" for q, p in string))
        self._state = qulacs.QuantumState(task["qubits"])
        self._set(self._points[0])
        self._circuit.update_quantum_state(self._state)

    def _set(self, point: list[float]) -> None:
        for place, number in enumerate(self._numbers):
            self._circuit.set_parameter(place, -point[number])

    def run(self) -> None:
        if self._task["kind"] == "hamiltonian":
            self._value = self._observable.get_expectation_value(self._state)
            return
        self._gradients = []
        for point in self._points:
            self._set(point)
            self._gradients.append(self._circuit.backprop(self._observable))

    def result(self) -> Result:
        if self._task["kind"] == "hamiltonian":
            return np.array([self._value]), np.array([])
        values = []
        for point in self._points:
            self._set(point)
            self._state.set_zero_state()
            self._circuit.update_quantum_state(self._state)
            values.append(self._observable.get_expectation_value(self._state))
        gradients = np.zeros((len(self._points), len(self._task["parameters"])))
        for place, number in enumerate(self._numbers):
            gradients[:, number] -= np.array(self._gradients)[:, place]
        return np.array(values), summed(self._task, gradients)
