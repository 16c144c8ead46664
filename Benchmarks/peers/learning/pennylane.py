"""PennyLane: its own simulator broadcast over the rows, and Lightning row by row."""

from __future__ import annotations

from typing import Any

import numpy as np
import pennylane as qml
from pennylane import numpy as pnp

from derivatives.peer import Peer, Result
from learning.classifier import Adam, parts
from learning.tasks import LAYERS, QUBITS, entangled


class Broadcast(Peer):
    packages = ("pennylane",)
    kinds = ("training", "prediction", "kernel")
    note = "default.qubit, all rows broadcast, back-propagated by autograd"
    device, method = "default.qubit", "backprop"

    def prepare(self, task: dict[str, Any]) -> None:
        self._task = task
        self._rows = pnp.array(task["rows"], requires_grad=False)
        device = qml.device(self.device, wires=QUBITS)
        if task["kind"] == "kernel":
            self._prepare_kernel(device)
            return
        self._start = np.array(task["parameters"])

        @qml.qnode(device, interface="autograd", diff_method=self.method)
        def values(features, angles):
            for q in range(QUBITS):
                qml.RY(features[..., q], wires=q)
            for layer in range(LAYERS):
                for q in range(QUBITS):
                    qml.RZ(angles[layer, q, 0], wires=q)
                    qml.RY(angles[layer, q, 1], wires=q)
                    qml.RZ(angles[layer, q, 2], wires=q)
                for pair in entangled(layer):
                    qml.CNOT(wires=pair)
            return [qml.expval(qml.PauliZ(q)) for q in range(QUBITS)]

        self._values = values
        labels = task.get("labels", [])

        def loss(parameters):
            logits = self._logits(parameters)
            shifted = logits - pnp.max(logits, axis=1, keepdims=True)
            chosen = shifted[np.arange(len(labels)), labels]
            value = pnp.mean(pnp.log(pnp.sum(pnp.exp(shifted), axis=1)) - chosen)
            self._loss = float(getattr(value, "_value", value))
            return value

        self._gradient = qml.grad(loss, argnums=[0])

    def _expectations(self, angles: Any) -> Any:
        return pnp.stack(self._values(self._rows, angles), axis=1)

    def _logits(self, parameters: Any) -> Any:
        angles, matrix, offsets = parts(parameters)
        return pnp.dot(self._expectations(angles), matrix.T) + offsets

    def _prepare_kernel(self, device: Any) -> None:
        @qml.qnode(device)
        def state(features):
            for _ in range(2):
                for q in range(QUBITS):
                    qml.Hadamard(wires=q)
                    qml.RZ(2 * features[..., q], wires=q)
                for a in range(QUBITS):
                    for b in range(a + 1, QUBITS):
                        angle = 2 * (np.pi - features[..., a]) * (np.pi - features[..., b])
                        qml.IsingZZ(angle, wires=[a, b])
            return qml.state()

        self._state = state

    def _states(self) -> np.ndarray:
        return np.asarray(self._state(self._rows))

    def run(self) -> None:
        kind = self._task["kind"]
        if kind == "kernel":
            states = self._states()
            self._result = np.abs(states.conj() @ states.T).ravel() ** 2, np.array([])
        elif kind == "prediction":
            logits = np.asarray(self._logits(self._start), dtype=float)[0]
            weights = np.exp(logits - logits.max())
            self._result = weights / weights.sum(), np.array([])
        else:
            parameters, losses = self._start, []
            adam = Adam(len(parameters), self._task["rate"])
            for _ in range(self._task["steps"]):
                gradient = self._gradient(pnp.array(parameters, requires_grad=True))[0]
                losses.append(self._loss)
                parameters = adam.update(parameters, np.asarray(gradient))
            self._result = np.array(losses), parameters

    def result(self) -> Result:
        return self._result


class Lightning(Broadcast):
    packages = ("pennylane", "pennylane-lightning")
    note = "lightning.qubit with adjoint differentiation, row by row"
    device, method = "lightning.qubit", "adjoint"

    def _expectations(self, angles: Any) -> Any:
        return pnp.stack([pnp.stack(self._values(row, angles)) for row in self._rows])

    def _states(self) -> np.ndarray:
        return np.array([self._state(row) for row in self._rows])
