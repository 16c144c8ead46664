"""panta-sim (Rust)."""

from __future__ import annotations

import numpy as np
import panta_sim

from adapters.peer import Peer, Setting


class PantaSim(Peer):
    packages = ("panta-sim",)

    def load(self, text: str, precision: str) -> None:
        self._circuit = panta_sim.QuantumCircuit.from_qasm(text)
        self._precision = {"single": "f32", "double": "f64"}[precision]
        self.release()

    def settings(self) -> list[Setting]:
        return [Setting("statevector")]

    def plan(self, setting: Setting) -> None:
        pass

    def run(self) -> None:
        self._result = self._circuit.run(
            shots=0, precision=self._precision, method="statevector")

    def state(self) -> np.ndarray:
        return self._result.statevector()

    def release(self) -> None:
        self._result = None
