"""Times values with derivatives, and Hamiltonians, on the peers and on this project, taking turns.

    sh setup.sh DIR
    DIR/peers/bin/python differentiate.py --environments DIR --harness ../.build/release/bench

Prints the table; writes every single figure to derivatives.json. Tasks are described in
derivatives/tasks.py. What a contender finds is compared with what the first one does.
"""

from __future__ import annotations

from typing import Any

import turns
from derivatives import PEERS, tasks

# Relative to the largest of the numbers: what some hundred gates in double precision can differ by.
TOLERANCE = 1e-10
KINDS = ["gradient", "batch", "hamiltonian"]


def make(words: list[str]) -> dict[str, Any]:
    return tasks.make(words[0], *map(int, words[1:]))


def own_form(task: dict[str, Any]) -> dict[str, Any]:
    words = []
    for coefficient, string in task["observable"]:
        letters = dict(string)
        word = "".join(letters.get(q, "I") for q in reversed(range(task["qubits"])))
        words.append({"coefficient": coefficient, "word": word})
    return task | {"observable": words,
                   "gates": [{"name": n, "qubits": q, "parameter": p}
                             for n, q, p in task["gates"]]}


SUITE = turns.Suite(
    name="derivatives", peers=PEERS, verb="derivative", kinds=KINDS, make=make,
    default_tasks="gradient:8,gradient:12,gradient:16,gradient:20,batch:4,batch:6,batch:8,batch:10,"
    "hamiltonian:20:100,hamiltonian:20:1000",
    default_peers="prism-q,panta-sim,lightning,pennylane,qulacs",
    tolerance=dict.fromkeys(KINDS, TOLERANCE), own_form=own_form)

if __name__ == "__main__":
    turns.main(SUITE, __doc__.split("\n\n")[0])
