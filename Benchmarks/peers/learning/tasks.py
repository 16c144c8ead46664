"""What is timed: a classifier of iris flowers, and a matrix of fidelities.

training    so many steps of Adam on all 120 rows at once, from stored parameters: the losses, and the
            parameters at the end
prediction  the probabilities of the classes of one row after another
kernel      the fidelities of all pairs of 120 rows by the ZZ feature map, two repetitions

The classifier: ry of each of four features, already angles; three strongly entangling layers (rz, ry,
rz on every qubit, then cx from each to the one r further, r growing by one a layer); Z of every
qubit; logits W z + b; softmax and cross-entropy. ``parameters`` are ``[weights, W, b]``.
"""

from __future__ import annotations

import math
import pathlib
import random
from typing import Any

QUBITS, LAYERS, CLASSES = 4, 3, 3
_IRIS = pathlib.Path(__file__).parents[3] / "Sources/HybridML/Data/Bundled/IrisData.swift"


def make(words: list[str]) -> dict[str, Any]:
    return MAKERS[words[0]](*map(int, words[1:]))


def training(steps: int = 5) -> dict[str, Any]:
    rows, labels = _iris()
    return {"kind": "training", "name": f"iris, {steps} steps of training", "rows": rows,
            "labels": labels, "parameters": _parameters(), "steps": steps, "rate": 0.05}


def prediction() -> dict[str, Any]:
    return {"kind": "prediction", "name": "one prediction", "rows": _iris()[0][50:51],
            "parameters": _parameters()}


def kernel() -> dict[str, Any]:
    rows = [[x / 4 for x in row] for row in _iris()[0]]
    return {"kind": "kernel", "name": "kernel matrix of 120 rows", "rows": rows}


MAKERS = {"training": training, "prediction": prediction, "kernel": kernel}


def entangled(layer: int) -> list[tuple[int, int]]:
    """The control and the target of every cx of a layer."""
    step = layer % (QUBITS - 1) + 1
    return [(q, (q + step) % QUBITS) for q in range(QUBITS)]


def _parameters() -> list[float]:
    draw = random.Random(1)
    angles = [math.pi * (draw.random() - 0.5) for _ in range(3 * QUBITS * LAYERS)]
    return angles + [draw.gauss(0, 1) for _ in range(CLASSES * QUBITS)] + [0.0] * CLASSES


def _iris() -> tuple[list[list[float]], list[int]]:
    """Forty rows of each class, each feature scaled to [0, pi]."""
    lines = [line.split(",") for line in _IRIS.read_text().splitlines()]
    records = [line for line in lines if len(line) == 5 and line[0][0].isdigit()]
    names = sorted({record[4] for record in records})
    kept = [[r for r in records if r[4] == name][:40] for name in names]
    records = [record for triple in zip(*kept) for record in triple]
    columns = [[float(record[k]) for record in records] for k in range(4)]
    scaled = [[math.pi * (x - min(column)) / (max(column) - min(column)) for x in column]
              for column in columns]
    return [list(row) for row in zip(*scaled)], [names.index(record[4]) for record in records]
