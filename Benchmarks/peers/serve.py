"""The process in which one peer lives: one JSON request a line in, one JSON reply a line out.

    python serve.py SUITE PEER THREADS
"""

from __future__ import annotations

import importlib
import json
import os
import pathlib
import sys
import time
from typing import Any

import repetition


class Server:
    def __init__(self, peer: Any):
        self._peer = peer

    def info(self) -> dict[str, Any]:
        return {"versions": self._peer.versions(), "note": self._peer.note,
                "kinds": self._peer.kinds}

    def prepare(self, task: str) -> dict[str, Any]:
        start = time.perf_counter()
        self._peer.prepare(json.loads(pathlib.Path(task).read_text()))
        return {"preparation": time.perf_counter() - start}

    def time(self, budget: float, most: int) -> dict[str, Any]:
        samples = repetition.repeat(self._run, budget, most)
        return {"seconds": [seconds for seconds, _ in samples]}

    def _run(self) -> None:
        """Without what the run gives, which is no time."""
        self._peer.run()

    def result(self) -> dict[str, Any]:
        values, gradient = self._peer.result()
        return {"values": values.tolist(), "gradient": gradient.tolist()}


def _peer(suite: str, name: str, threads: int) -> Any:
    module, kind, _ = importlib.import_module(suite).PEERS[name]
    return getattr(importlib.import_module(module), kind)(threads)


def main() -> None:
    suite, name, threads = sys.argv[1:]
    # Some peers print: replies keep the real standard output to themselves.
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    print(json.dumps({"ready": name}), file=replies, flush=True)
    server = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            server = server or Server(_peer(suite, name, int(threads)))
            reply = getattr(server, request.pop("do"))(**request)
        except Exception as error:  # Whatever a peer throws is its result for this task.
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), file=replies, flush=True)


if __name__ == "__main__":
    main()
