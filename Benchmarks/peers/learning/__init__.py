"""Peers that learn, by name. Each is imported only in the worker process that runs it."""

from __future__ import annotations

# name -> (module, class, the environment of setup.sh that it needs)
PEERS = {
    "pennylane": ("learning.pennylane", "Broadcast", "peers"),
    "lightning": ("learning.pennylane", "Lightning", "peers"),
    "tensorcircuit": ("learning.tensorcircuit", "TensorCircuit", "tensorcircuit"),
    "qiskit-ml": ("learning.qiskit_ml", "QiskitML", "qiskit-ml"),
}
