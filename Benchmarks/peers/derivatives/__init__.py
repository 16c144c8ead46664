"""Peers that differentiate, by name. Each is imported only in the worker process that runs it."""

from __future__ import annotations

import importlib

from derivatives.peer import Peer

# name -> (module, class, the environment of setup.sh that it needs)
PEERS = {
    "prism-q": ("derivatives.prism_q", "PrismQ", "peers"),
    "panta-sim": ("derivatives.panta_sim", "PantaSim", "peers"),
    "lightning": ("derivatives.lightning", "Lightning", "peers"),
    "pennylane": ("derivatives.pennylane", "PennyLane", "peers"),
    "qulacs": ("derivatives.qulacs", "Qulacs", "peers"),
    "tensorcircuit": ("derivatives.tensorcircuit", "TensorCircuit", "tensorcircuit"),
}


def make(name: str, threads: int) -> Peer:
    module, kind, _ = PEERS[name]
    return getattr(importlib.import_module(module), kind)(threads)
