"""How far two final states are apart, a global phase left aside."""

from __future__ import annotations

import numpy as np

CHUNK = 1 << 20


def compare(state: np.ndarray, reference: np.ndarray) -> dict[str, float]:
    """Fidelity, norm and largest difference of an amplitude after aligning the phase.

    Works in pieces, so that a reference mapped from a file is never held whole.
    """
    if state.shape != reference.shape:
        raise ValueError(f"{state.shape[0]} amplitudes, the reference has {reference.shape[0]}")
    overlap, norm, expected = 0j, 0.0, 0.0
    pieces = range(0, len(state), CHUNK)
    for i in pieces:
        a = state[i:i + CHUNK].astype(np.complex128)
        b = np.asarray(reference[i:i + CHUNK], dtype=np.complex128)
        overlap += complex(np.vdot(b, a))
        norm += float(np.vdot(a, a).real)
        expected += float(np.vdot(b, b).real)
    phase = overlap / abs(overlap) if abs(overlap) else 1
    worst = 0.0
    for i in pieces:
        a = state[i:i + CHUNK].astype(np.complex128)
        b = np.asarray(reference[i:i + CHUNK], dtype=np.complex128)
        worst = max(worst, float(np.max(np.abs(a - phase * b))))
    return {
        "infidelity": max(0.0, 1 - abs(overlap) ** 2 / (norm * expected)) if norm else 1.0,
        "norm": norm,
        "largest_difference": worst,
    }


def compare_probabilities(found: np.ndarray, reference: np.ndarray) -> dict[str, float]:
    """The same quantities from probabilities: the fidelity is Bhattacharyya's."""
    expected = np.abs(reference) ** 2
    overlap = float(np.sum(np.sqrt(found * expected)))
    norm = float(np.sum(found))
    return {
        "infidelity": max(0.0, 1 - overlap**2 / (norm * float(np.sum(expected)))),
        "norm": norm,
        "largest_difference": float(np.max(np.abs(found - expected))),
    }


def compare_samples(counts: dict[int, int], reference: np.ndarray) -> dict[str, float]:
    """How many standard deviations the mean probability of the samples is off its expectation.

    Samples x drawn from p have a mean p(x) of the sum of p^2, with the variance of p(x) over
    the number of samples; samples of another circuit miss it (linear cross-entropy).
    """
    expected = np.abs(reference) ** 2
    shots = sum(counts.values())
    mean = sum(float(expected[i]) * c for i, c in counts.items()) / shots
    first, second = float(np.sum(expected**2)), float(np.sum(expected**3))
    spread = max((second - first**2) / shots, (1e-6 * first) ** 2) ** 0.5
    return {"deviations": abs(mean - first) / spread}


def agrees(check: dict, precision: str, gates: int) -> bool:
    if check["by"] == "samples":
        return check["deviations"] < 5
    drift = 16 * gates * (2.0 ** -53 if precision == "double" else 2.0 ** -24)
    return (check["infidelity"] <= tolerance(precision, gates)
            and abs(check["norm"] - 1) <= max(drift, 1e-12))


def tolerance(precision: str, gates: int) -> float:
    """The largest infidelity that rounding explains.

    Each gate adds a relative error of a few units in the last place to the state's vector, at
    worst all in one direction: the distance is at most 8 gates eps, and the infidelity its
    square. The floor is what computing it in double precision can resolve.
    """
    eps = 2.0 ** -53 if precision == "double" else 2.0 ** -24
    return max(1e-12, (8 * gates * eps) ** 2)
