"""PRISM-Q (Rust)."""

from __future__ import annotations

from typing import Any

import numpy as np
import prism_q

from derivatives.peer import Peer, Result, points, summed


class PrismQ(Peer):
    packages = ("prism-q",)
    note = ("adjoint gradients one sample after another, as it has no batch of gradients; "
            "a Hamiltonian's time includes the run of the circuit")

    def prepare(self, task: dict[str, Any]) -> None:
        self._task = task
        self._points = points(task)
        count = len(task["parameters"])
        builder = prism_q.CircuitBuilder(task["qubits"])
        parameters = prism_q.Parameters(count)
        self._links = []
        for instruction, (name, qubits, number) in enumerate(task["gates"]):
            if number is None:
                builder = builder.cx(*qubits)
            else:
                builder = getattr(builder, name)(self._points[0][number], *qubits)
                parameters.link(instruction, number)
                self._links.append((instruction, number))
        circuit = builder.build()
        self._kind = prism_q.BackendKind.statevector()
        self._circuit = circuit
        self._parameters = parameters
        # Its bindings take pairs as tuples alone, which JSON does not keep.
        self._strings = [[tuple(pair) for pair in string] for _, string in task["observable"]]
        factors = [factor for factor, _ in task["observable"]]
        self._observable = prism_q.PauliObservable(list(zip(factors, self._strings)))
        self._factors = np.array(factors)
        if task["kind"] == "hamiltonian":
            self._prepared = prism_q.PreparedCircuit(circuit, parameters, self._kind)

    def run(self) -> None:
        if self._task["kind"] == "hamiltonian":
            found = self._prepared.expectation_values(self._points[0], self._strings)
            self._values, self._gradients = [float(self._factors @ found)], []
            return
        self._values, self._gradients = [], []
        for point in self._points:
            bound = self._parameters.bind(self._circuit, point)
            value, gradient = prism_q.simulate(bound).backend(self._kind).seed(1) \
                .expectation_gradient(self._observable, self._links)
            self._values.append(value)
            self._gradients.append(gradient)

    def result(self) -> Result:
        values = np.array(self._values)
        if not self._gradients:
            return values, np.array([])
        return values, summed(self._task, np.array(self._gradients))
