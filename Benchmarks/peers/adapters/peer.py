"""What every adapter offers to the worker."""

from __future__ import annotations

import abc
import importlib.metadata
from typing import NamedTuple

import numpy as np


class Setting(NamedTuple):
    """One way to run a circuit on a peer."""

    name: str
    # True when work that depends only on the circuit (fusion, planning) is done before the clock
    # starts; False when the peer starts from its circuit object.
    cached: bool = False


class Peer(abc.ABC):
    """One simulator: load a circuit once, then run it many times.

    The worker times ``run`` alone. Threads are set by environment variables before the peer is
    imported (``worker_environment``), and by argument where the peer has one.
    """

    packages: tuple[str, ...]
    precisions: tuple[str, ...] = ("single", "double")
    note = ""

    def __init__(self, threads: int):
        self.threads = threads

    @abc.abstractmethod
    def load(self, text: str, precision: str) -> None:
        """Builds the peer's circuit from OpenQASM 2 text; not timed."""

    @abc.abstractmethod
    def settings(self) -> list[Setting]:
        """The settings worth trying for the loaded circuit, a good default first."""

    @abc.abstractmethod
    def plan(self, setting: Setting) -> None:
        """Chooses a setting and does what it keeps between runs; not timed."""

    @abc.abstractmethod
    def run(self) -> float | None:
        """One simulation from |0...0>.

        Returns the seconds that the peer itself reports for it, where it reports them, else
        None: the worker's own clock counts then.
        """

    @abc.abstractmethod
    def state(self) -> np.ndarray | None:
        """The final state of the last run, qubit 0 least significant; None if not exported."""

    def probabilities(self) -> np.ndarray | None:
        """The probabilities of the last run, where a run gives those and no state."""
        return None

    def counts(self, shots: int) -> dict[int, int] | None:
        """Samples of the final state, where a peer gives neither."""
        return None

    def release(self) -> None:
        """Drops the state, so that other contenders have the memory."""

    def versions(self) -> dict[str, str]:
        return {p: importlib.metadata.version(p) for p in self.packages}


def worker_environment(threads: int) -> dict[str, str]:
    """Every thread count that a peer reads from its environment."""
    names = ("OMP_NUM_THREADS", "RAYON_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS",
             "QULACS_NUM_THREADS")
    return {name: str(threads) for name in names}
