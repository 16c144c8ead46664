"""What the peers share: parameters taken apart, and Adam."""

from __future__ import annotations

from typing import Any

import numpy as np

from learning.tasks import CLASSES, LAYERS, QUBITS

ANGLES = 3 * QUBITS * LAYERS
MATRIX = CLASSES * QUBITS


def parts(parameters: Any) -> tuple[Any, Any, Any]:
    """The angles, the head's matrix and its vector."""
    return (parameters[:ANGLES].reshape(LAYERS, QUBITS, 3),
            parameters[ANGLES:ANGLES + MATRIX].reshape(CLASSES, QUBITS),
            parameters[ANGLES + MATRIX:])


class Adam:
    """D. Kingma and J. Ba (2015), arXiv:1412.6980."""

    def __init__(self, count: int, rate: float):
        self._rate, self._step = rate, 0
        self._first, self._second = np.zeros(count), np.zeros(count)

    def update(self, parameters: np.ndarray, gradient: np.ndarray) -> np.ndarray:
        self._step += 1
        self._first = 0.9 * self._first + 0.1 * gradient
        self._second = 0.999 * self._second + 0.001 * gradient**2
        first = self._first / (1 - 0.9**self._step)
        second = self._second / (1 - 0.999**self._step)
        return parameters - self._rate * first / (np.sqrt(second) + 1e-8)
