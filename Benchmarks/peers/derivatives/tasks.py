"""What is timed: three kinds of task, each a plain dictionary that every contender reads.

gradient     the value and all derivatives of <Z_0> at the end of a hardware-efficient ansatz of
             five layers (ry and rz on every qubit, a ring of cx)
batch        for 1,000 samples the value of a sum of all Z at the end of a circuit of three strongly
             entangling layers behind an encoding, and the derivatives of the sum of all values
             with respect to the weights
hamiltonian  the value of a Hamiltonian of random strings in the state of a random circuit

A gate is (name, qubits, number of its parameter or None); an observable is a list of
(coefficient, [(qubit, letter), ...]).
"""

from __future__ import annotations

import math
import random
from typing import Any

SAMPLES = 1000


def make(kind: str, qubits: int, terms: int = 0) -> dict[str, Any]:
    return {"gradient": gradient, "batch": batch,
            "hamiltonian": lambda n: hamiltonian(n, terms)}[kind](qubits)


def gradient(qubits: int, layers: int = 5) -> dict[str, Any]:
    gates: list[tuple] = []
    count = 0
    for _ in range(layers):
        for q in range(qubits):
            gates += [("ry", [q], count), ("rz", [q], count + 1)]
            count += 2
        gates += [("cx", [q, (q + 1) % qubits], None) for q in range(qubits)]
    draw = random.Random(qubits)
    return {"kind": "gradient", "name": f"gradient {qubits}", "qubits": qubits, "gates": gates,
            "parameters": [math.pi * (2 * draw.random() - 1) for _ in range(count)],
            "inputs": 0, "rows": [], "observable": [(1.0, [(0, "Z")])]}


def batch(qubits: int, layers: int = 3) -> dict[str, Any]:
    gates: list[tuple] = [("ry", [q], q) for q in range(qubits)]
    count = qubits
    for layer in range(layers):
        for q in range(qubits):
            gates += [("rz", [q], count), ("ry", [q], count + 1), ("rz", [q], count + 2)]
            count += 3
        step = layer % (qubits - 1) + 1
        gates += [("cx", [q, (q + step) % qubits], None) for q in range(qubits)]
    draw = random.Random(qubits)
    return {"kind": "batch", "name": f"batch {qubits}", "qubits": qubits, "gates": gates,
            "parameters": [math.pi * (2 * draw.random() - 1) for _ in range(count)],
            "inputs": qubits,
            "rows": [[math.pi * draw.random() for _ in range(qubits)] for _ in range(SAMPLES)],
            "observable": [(1.0 + 0.1 * q, [(q, "Z")]) for q in range(qubits)]}


def hamiltonian(qubits: int, terms: int) -> dict[str, Any]:
    """Each string has one of I, X, Y, Z on every qubit, drawn with equal chances."""
    task = gradient(qubits, layers=1)
    draw = random.Random(terms)
    observable = []
    while len(observable) < terms:
        letters = [(q, "IXYZ"[int(4 * draw.random())]) for q in range(qubits)]
        string = [(q, p) for q, p in letters if p != "I"]
        if string:
            observable.append((2 * draw.random() - 1, string))
    return task | {"kind": "hamiltonian", "name": f"hamiltonian {qubits}, {terms} terms",
                   "observable": observable}
