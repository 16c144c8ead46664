"""The peers, by name. Each is imported only in the worker process that runs it."""

from __future__ import annotations

import importlib

from adapters.peer import Peer, Setting

# name -> (module, class, which of the two environments of setup.sh it needs)
PEERS = {
    "prism-q": ("adapters.prism_q", "PrismQ", "peers"),
    "panta-sim": ("adapters.panta_sim", "PantaSim", "peers"),
    "qevedo": ("adapters.qevedo", "Qevedo", "peers"),
    "google-qsim": ("adapters.google_qsim", "GoogleQsim", "peers"),
    "qulacs": ("adapters.qulacs", "Qulacs", "peers"),
    "aer": ("adapters.aer", "Aer", "peers"),
    "lightning": ("adapters.lightning", "Lightning", "peers"),
    "quest": ("adapters.quest", "Quest", "quest"),
}


def make(name: str, threads: int) -> Peer:
    module, kind, _ = PEERS[name]
    return getattr(importlib.import_module(module), kind)(threads)


__all__ = ["PEERS", "Peer", "Setting", "make"]
