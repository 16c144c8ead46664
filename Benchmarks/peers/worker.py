"""The process in which one peer lives: one JSON request a line in, one JSON reply a line out.

Every peer has its own process, so that its thread pool, allocator and libraries are its own and
a crash or a hang of one is an entry of the table and not the end of the run.

    python worker.py PEER THREADS              serves requests
    python worker.py PEER THREADS --once FILE PRECISION
                                               reads, simulates, prints the 16 likeliest outcomes
"""

from __future__ import annotations

import json
import os
import pathlib
import sys
from typing import Any, TextIO

import numpy as np

import agreement
import repetition
from adapters import Peer, Setting, make

SHOTS = 20_000


class Server:
    def __init__(self, peer: Peer):
        self._peer = peer

    def info(self) -> dict[str, Any]:
        return {"versions": self._peer.versions(), "note": self._peer.note,
                "precisions": self._peer.precisions}

    def load(self, path: str, precision: str) -> dict[str, Any]:
        self._precision = precision
        self._peer.load(pathlib.Path(path).read_text(), precision)
        return {"settings": self._peer.settings()}

    def time(self, setting: list, budget: float, most: int) -> dict[str, Any]:
        """Seconds as reported and by the clock."""
        self._peer.plan(Setting(*setting))
        samples = repetition.repeat(self._peer.run, budget, most)
        return {"seconds": [reported for reported, _ in samples],
                "clock": [clock for _, clock in samples]}

    def check(self, setting: list, reference: str | None, save: str | None) -> dict[str, Any]:
        """Compares the final state with the reference, or becomes the reference."""
        self._peer.plan(Setting(*setting))
        self._peer.run()
        state = self._peer.state()
        if save:
            if state is None:
                raise ValueError("no state to compare others with")
            np.save(save, state)
        expected = np.load(reference or save, mmap_mode="r")
        if state is not None:
            return {"by": "state"} | agreement.compare(state, expected)
        if (probabilities := self._peer.probabilities()) is not None:
            return {"by": "probabilities"} | agreement.compare_probabilities(
                probabilities, expected)
        counts = self._peer.counts(SHOTS)
        return {"by": "samples"} | agreement.compare_samples(counts, expected)

    def release(self) -> dict[str, Any]:
        self._peer.release()
        return {}


def serve(peer: Peer, replies: TextIO) -> None:
    server = Server(peer)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            reply = getattr(server, request.pop("do"))(**request)
        except Exception as error:  # Whatever a peer throws is its result for this cell.
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), file=replies, flush=True)


def once(peer: Peer, path: str, precision: str) -> dict[str, float]:
    """File to result with the peer's default setting."""
    peer.load(pathlib.Path(path).read_text(), precision)
    peer.plan(peer.settings()[0])
    peer.run()
    state = peer.state()
    if state is None:
        counts = peer.counts(SHOTS) or {}
        likeliest = sorted(counts, key=counts.get, reverse=True)[:16]
        return {str(i): counts[i] / SHOTS for i in likeliest}
    probabilities = state.real**2 + state.imag**2
    likeliest = np.argsort(-probabilities)[:16]
    return {str(i): float(probabilities[i]) for i in likeliest}


def main() -> None:
    name, threads, *rest = sys.argv[1:]
    if rest:
        print(json.dumps(once(make(name, int(threads)), *rest[1:])))
        return
    # Some peers print: replies keep the real standard output to themselves.
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    try:
        peer = make(name, int(threads))
    except Exception as error:
        print(json.dumps({"error": f"{type(error).__name__}: {error}"}), file=replies, flush=True)
        return
    print(json.dumps({"ready": name}), file=replies, flush=True)
    serve(peer, replies)


if __name__ == "__main__":
    main()
