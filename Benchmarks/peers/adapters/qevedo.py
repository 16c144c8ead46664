"""Qevedo's simulator, qvd (Rust)."""

from __future__ import annotations

import numpy as np
from qevedo.simulator import Circuit, run, statevector

from adapters.peer import Peer, Setting


class Qevedo(Peer):
    packages = ("qevedo", "qevedo-simulator")
    note = "its own gate_seconds; single precision gives samples only, checked by their mean"

    def load(self, text: str, precision: str) -> None:
        self._circuit = Circuit.from_qasm(text)
        self._precision = precision

    def settings(self) -> list[Setting]:
        return [Setting("statevector")]

    def plan(self, setting: Setting) -> None:
        pass

    def run(self) -> float:
        result = run(
            self._circuit, shots=1, seed=1, backend="statevector",
            precision=self._precision, threads=self.threads)
        return result.gate_seconds

    def state(self) -> np.ndarray | None:
        if self._precision == "single":
            return None
        return statevector(self._circuit, threads=self.threads)

    def counts(self, shots: int) -> dict[int, int]:
        measured = self._circuit.copy().measure_all()
        result = run(
            measured, shots=shots, seed=1, backend="statevector",
            precision=self._precision, threads=self.threads)
        return {int(bits, 2): count for bits, count in result.counts.items()}
