"""How often a piece of work runs under the clock: the rule of Stopwatch in ``bench``."""

from __future__ import annotations

import gc
import time
from typing import Callable

# The harness of qsim starts a process a turn: without a run before it would start threads and take
# memory within the clock.
LONGEST_WARM_UP = 20


def repeat(run: Callable[[], float | None], budget: float, most: int) -> list[tuple[float, float]]:
    """The seconds of each run, as it reports them (by the clock where it gives None) and by the clock.

    Runs until the budget is spent, at least once, after a first run that takes memory and warms the
    caches. That counts where it takes over LONGEST_WARM_UP budgets: its cost no longer shows there.
    """
    def once() -> tuple[float, float]:
        start = time.perf_counter()
        reported = run()
        elapsed = time.perf_counter() - start
        return (elapsed if reported is None else reported), elapsed

    gc.collect()
    gc.disable()
    try:
        samples = [once()]
        if samples[0][1] <= LONGEST_WARM_UP * budget:
            samples, spent = [], 0.0
            while not samples or (spent < budget and len(samples) < most):
                samples.append(once())
                spent += samples[-1][1]
    finally:
        gc.enable()
    return samples
