"""What every adapter of a peer offers: one task is prepared, then run many times."""

from __future__ import annotations

import abc
import importlib.metadata
from typing import Any

import numpy as np

Result = tuple[np.ndarray, np.ndarray]


class Peer(abc.ABC):
    packages: tuple[str, ...]
    kinds: tuple[str, ...] = ("gradient", "batch", "hamiltonian")
    note = ""

    def __init__(self, threads: int):
        self.threads = threads

    @abc.abstractmethod
    def prepare(self, task: dict[str, Any]) -> None:
        """What does not depend on the angles' values; for a Hamiltonian, the state too. Not timed."""

    @abc.abstractmethod
    def run(self) -> None:
        """The values and derivatives once, from the numbers of the angles on. This is timed."""

    @abc.abstractmethod
    def result(self) -> Result:
        """The values, and the derivatives (none for a Hamiltonian), of the last run."""

    def versions(self) -> dict[str, str]:
        return {p: importlib.metadata.version(p) for p in self.packages}


def points(task: dict[str, Any]) -> list[list[float]]:
    """Every set of parameters that a task evaluates: one, or one a sample."""
    weights = task["parameters"][task["inputs"]:]
    return [row + weights for row in task["rows"]] or [task["parameters"]]


def summed(task: dict[str, Any], gradients: np.ndarray) -> np.ndarray:
    """The derivatives with respect to the weights of the sum over all samples."""
    return np.sum(gradients, axis=0)[task["inputs"]:]
