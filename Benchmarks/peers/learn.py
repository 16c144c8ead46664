"""Times the training of a classifier, single predictions and kernel matrices, taking turns.

    sh setup.sh DIR
    DIR/peers/bin/python learn.py --environments DIR --harness ../.build/release/bench

Prints the table; writes every single figure to learning.json. Tasks are described in
learning/tasks.py. What a contender finds is compared with what the first one does.
"""

from __future__ import annotations

import turns
from learning import PEERS, tasks

SUITE = turns.Suite(
    name="learning", peers=PEERS, verb="learning-task", kinds=list(tasks.MAKERS), make=tasks.make,
    default_tasks="training,prediction,kernel",
    default_peers="pennylane,lightning,tensorcircuit,qiskit-ml",
    # Relative to the largest number. Training multiplies what a gradient is off by: Adam divides by
    # its root mean square.
    tolerance={"training": 1e-8, "prediction": 1e-10, "kernel": 1e-10})

if __name__ == "__main__":
    turns.main(SUITE, __doc__.split("\n\n")[0])
