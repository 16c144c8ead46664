"""Qiskit Machine Learning: its kernel of fidelities from state vectors."""

from __future__ import annotations

from typing import Any

import numpy as np
from qiskit.circuit.library import zz_feature_map
from qiskit_machine_learning.kernels import FidelityStatevectorKernel

from derivatives.peer import Peer, Result


class QiskitML(Peer):
    packages = ("qiskit-machine-learning", "qiskit")
    kinds = ("kernel",)
    note = "FidelityStatevectorKernel, a new one for each run: it keeps the states of rows"

    def prepare(self, task: dict[str, Any]) -> None:
        self._rows = np.array(task["rows"])
        self._map = zz_feature_map(self._rows.shape[1], reps=2, entanglement="full")

    def run(self) -> None:
        kernel = FidelityStatevectorKernel(feature_map=self._map)
        self._matrix = kernel.evaluate(self._rows)

    def result(self) -> Result:
        return self._matrix.ravel(), np.array([])
