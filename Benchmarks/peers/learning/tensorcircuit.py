"""TensorCircuit with JAX: programs compiled for all rows at once."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import tensorcircuit as tc

from derivatives.peer import Peer, Result
from learning.classifier import Adam, parts
from learning.tasks import LAYERS, QUBITS, entangled

jax.config.update("jax_enable_x64", True)
backend = tc.set_backend("jax")
tc.set_dtype("complex128")


class TensorCircuit(Peer):
    packages = ("tensorcircuit-ng", "jax")
    kinds = ("training", "prediction", "kernel")
    note = "compiled outside the clock; how long that takes stands beside"

    def prepare(self, task: dict[str, Any]) -> None:
        self._task = task
        self._rows = jnp.array(task["rows"])
        labels = jnp.array(task.get("labels", []), dtype=int)

        def loss(parameters, rows):
            chosen = jax.nn.log_softmax(_logits(parameters, rows), axis=1)
            return -jnp.mean(chosen[jnp.arange(len(labels)), labels])

        kind = task["kind"]
        if kind == "training":
            self._compiled = jax.jit(jax.value_and_grad(loss))
        elif kind == "prediction":
            self._compiled = jax.jit(lambda p, rows: jax.nn.softmax(_logits(p, rows)[0]))
        else:
            self._compiled = jax.jit(_fidelities)
        self.run()

    def run(self) -> None:
        kind = self._task["kind"]
        if kind == "kernel":
            self._result = np.asarray(self._compiled(self._rows)).ravel(), np.array([])
            return
        parameters, losses = np.array(self._task["parameters"]), []
        if kind == "prediction":
            self._result = np.asarray(self._compiled(parameters, self._rows)), np.array([])
            return
        adam = Adam(len(parameters), self._task["rate"])
        for _ in range(self._task["steps"]):
            value, gradient = self._compiled(parameters, self._rows)
            losses.append(float(value))
            parameters = adam.update(parameters, np.asarray(gradient))
        self._result = np.array(losses), parameters

    def result(self) -> Result:
        return self._result


def _logits(parameters, rows):
    angles, matrix, offsets = parts(parameters)

    def values(row):
        circuit = tc.Circuit(QUBITS)
        for q in range(QUBITS):
            circuit.ry(q, theta=row[q])
        for layer in range(LAYERS):
            for q in range(QUBITS):
                circuit.rz(q, theta=angles[layer, q, 0])
                circuit.ry(q, theta=angles[layer, q, 1])
                circuit.rz(q, theta=angles[layer, q, 2])
            for control, target in entangled(layer):
                circuit.cx(control, target)
        return jnp.stack([backend.real(circuit.expectation_ps(z=[q])) for q in range(QUBITS)])

    return jax.vmap(values)(rows) @ matrix.T + offsets


def _fidelities(rows):
    def state(row):
        circuit = tc.Circuit(QUBITS)
        for _ in range(2):
            for q in range(QUBITS):
                circuit.h(q)
                circuit.rz(q, theta=2 * row[q])
            for a in range(QUBITS):
                for b in range(a + 1, QUBITS):
                    circuit.rzz(a, b, theta=2 * (jnp.pi - row[a]) * (jnp.pi - row[b]))
        return circuit.state()

    states = jax.vmap(state)(rows)
    return jnp.abs(states.conj() @ states.T) ** 2
