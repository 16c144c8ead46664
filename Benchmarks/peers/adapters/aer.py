"""Qiskit Aer (C++)."""

from __future__ import annotations

import numpy as np
from qiskit import qasm2
from qiskit_aer import AerSimulator

from adapters.peer import Peer, Setting


class Aer(Peer):
    packages = ("qiskit-aer", "qiskit")
    note = "its own time_taken of the experiment, without Qiskit's assembly and result objects"

    def load(self, text: str, precision: str) -> None:
        self._circuit = qasm2.loads(
            text, custom_instructions=qasm2.LEGACY_CUSTOM_INSTRUCTIONS)
        self._circuit.save_statevector()
        self._precision = precision
        self.release()

    def settings(self) -> list[Setting]:
        sizes = (5, 4, 3, 2) if self._circuit.num_qubits >= 14 else (5, 3)
        return [Setting(f"fusion_max_qubit={k}") for k in sizes] + [Setting("no fusion")]

    def plan(self, setting: Setting) -> None:
        fusion = {"fusion_enable": False}
        if "=" in setting.name:
            # Fusion starts at 14 qubits by default; here it is tried at every width.
            size = int(setting.name.split("=")[1])
            fusion = {"fusion_enable": True, "fusion_max_qubit": size, "fusion_threshold": 1}
        self._simulator = AerSimulator(
            method="statevector", precision=self._precision,
            max_parallel_threads=self.threads, statevector_parallel_threshold=11, **fusion)

    def run(self) -> float:
        result = self._simulator.run(self._circuit, shots=1).result()
        if not result.success:
            raise RuntimeError(result.status)
        self._result = result
        return result.results[0].time_taken

    def state(self) -> np.ndarray:
        return np.asarray(self._result.data(0)["statevector"])

    def release(self) -> None:
        self._result = None
