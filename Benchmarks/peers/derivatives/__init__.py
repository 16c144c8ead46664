"""Peers that differentiate, by name. Each is imported only in the worker process that runs it."""

from __future__ import annotations

# name -> (module, class, the environment of setup.sh that it needs)
PEERS = {
    "prism-q": ("derivatives.prism_q", "PrismQ", "peers"),
    "panta-sim": ("derivatives.panta_sim", "PantaSim", "peers"),
    "lightning": ("derivatives.lightning", "Lightning", "peers"),
    "pennylane": ("derivatives.pennylane", "PennyLane", "peers"),
    "qulacs": ("derivatives.qulacs", "Qulacs", "peers"),
    "tensorcircuit": ("derivatives.tensorcircuit", "TensorCircuit", "tensorcircuit"),
}
