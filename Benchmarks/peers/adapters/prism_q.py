"""PRISM-Q (Rust): double precision only."""

from __future__ import annotations

import numpy as np
import prism_q

from adapters.peer import Peer, Setting


class PrismQ(Peer):
    packages = ("prism-q",)
    precisions = ("double",)
    note = "a prepared run also computes the 2^n probabilities: it has no other result"

    def load(self, text: str, precision: str) -> None:
        # Its importer knows cu1 by the OpenQASM 3 name only.
        self._circuit = prism_q.parse_qasm(text.replace("cu1(", "cp("))
        self.release()

    def settings(self) -> list[Setting]:
        kinds = ("auto", "statevector", "factored")
        return [Setting(k) for k in kinds] + [Setting("prepared statevector", True)]

    def plan(self, setting: Setting) -> None:
        kind = getattr(prism_q.BackendKind, setting.name.split()[-1])()
        if setting.cached:
            prepared = prism_q.PreparedCircuit(self._circuit, prism_q.Parameters(0), kind)
            self._once = lambda: prepared.run([])
        else:
            circuit = self._circuit
            self._once = lambda: prism_q.simulate(circuit).backend(kind).seed(1).state_vector()

    def run(self) -> None:
        self._result = self._once()

    def state(self) -> np.ndarray | None:
        return self._result if isinstance(self._result, np.ndarray) else None

    def probabilities(self) -> np.ndarray:
        return self._result.probabilities

    def release(self) -> None:
        self._result = None
