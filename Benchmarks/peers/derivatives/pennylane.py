"""PennyLane's own simulator, default.qubit, which broadcasts over a batch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pennylane as qml
from pennylane import numpy as pnp

from derivatives.peer import Peer, Result


class PennyLane(Peer):
    packages = ("pennylane",)
    kinds = ("batch",)
    note = "all samples broadcast through default.qubit, back-propagated by autograd"

    def prepare(self, task: dict[str, Any]) -> None:
        inputs, width = task["inputs"], task["qubits"]
        gates = {"ry": qml.RY, "rz": qml.RZ}
        factors = [factor for factor, _ in task["observable"]]
        sums = qml.Hamiltonian(factors, [qml.PauliZ(string[0][0])
                                         for _, string in task["observable"]])

        @qml.qnode(qml.device("default.qubit", wires=width), interface="autograd",
                   diff_method="backprop")
        def value(rows, weights):
            for name, qubits, number in task["gates"]:
                if number is None:
                    qml.CNOT(wires=qubits)
                elif number < inputs:
                    gates[name](rows[:, number], wires=qubits[0])
                else:
                    gates[name](weights[number - inputs], wires=qubits[0])
            return qml.expval(sums)

        def total(rows, weights):
            self._values = value(rows, weights)
            return pnp.sum(self._values)

        self._gradient = qml.grad(total, argnums=[1])
        self._rows = pnp.array(task["rows"], requires_grad=False)
        self._weights = pnp.array(task["parameters"][inputs:], requires_grad=True)

    def run(self) -> None:
        self._found = self._gradient(self._rows, self._weights)[0]

    def result(self) -> Result:
        values = getattr(self._values, "_value", self._values)
        return np.asarray(values, dtype=float), np.asarray(self._found)
