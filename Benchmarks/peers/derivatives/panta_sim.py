"""panta-sim (Rust)."""

from __future__ import annotations

from typing import Any

import numpy as np
import panta_sim

from derivatives.peer import Peer, Result, points, summed


class PantaSim(Peer):
    packages = ("panta-sim",)
    kinds = ("gradient", "batch")
    note = "adjoint gradients of a circuit with parameters, one sample after another"

    def prepare(self, task: dict[str, Any]) -> None:
        self._task, self._points = task, points(task)
        width = task["qubits"]
        # Parameters are taken in the order of their names.
        names = [panta_sim.Parameter(f"p{n:06}") for n in range(len(task["parameters"]))]
        self._circuit = panta_sim.QuantumCircuit(width)
        for name, qubits, number in task["gates"]:
            if number is None:
                self._circuit.cx(*qubits)
            else:
                getattr(self._circuit, name)(names[number], *qubits)
        self._observable = {}
        for factor, string in task["observable"]:
            letters = dict(string)
            # Qubit 0 is the rightmost letter.
            word = "".join(letters.get(q, "I") for q in reversed(range(width)))
            self._observable[word] = factor

    def run(self) -> None:
        found = [panta_sim.adjoint_gradient(self._circuit, point, self._observable)
                 for point in self._points]
        self._values = [value for value, _ in found]
        self._gradients = [gradient for _, gradient in found]

    def result(self) -> Result:
        return np.array(self._values), summed(self._task, np.array(self._gradients))
