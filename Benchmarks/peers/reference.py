"""A slow and obvious state-vector simulator, the judge of every contender at small widths.

It shares no code with any of them: one tensor contraction a gate, in double precision.
"""

from __future__ import annotations

import cmath
import math

import numpy as np

from qasm import Gate, parse


def u3(theta: float, phi: float, lam: float) -> np.ndarray:
    c, s = math.cos(theta / 2), math.sin(theta / 2)
    return np.array(
        [[c, -cmath.exp(1j * lam) * s],
         [cmath.exp(1j * phi) * s, cmath.exp(1j * (phi + lam)) * c]])


def _controlled(matrix: np.ndarray, controls: int) -> np.ndarray:
    """Controls are a gate's first qubits, so they are the low bits of the matrix index."""
    size = len(matrix) << controls
    result = np.eye(size, dtype=complex)
    rows = [(i << controls) | ((1 << controls) - 1) for i in range(len(matrix))]
    result[np.ix_(rows, rows)] = matrix
    return result


PAULI_X = np.array([[0, 1], [1, 0]], dtype=complex)
_FIXED = {
    "h": np.array([[1, 1], [1, -1]]) / math.sqrt(2),
    "x": PAULI_X,
    "y": np.array([[0, -1j], [1j, 0]]),
    "z": np.diag([1, -1]),
    "s": np.diag([1, 1j]),
    "sdg": np.diag([1, -1j]),
    "cx": _controlled(PAULI_X, 1),
    "cz": np.diag([1, 1, 1, -1]),
    "swap": np.eye(4)[[0, 2, 1, 3]],
    "ccx": _controlled(PAULI_X, 2),
}


def matrix(gate: Gate) -> np.ndarray:
    """A gate's matrix; its first qubit is the least significant bit of the index."""
    if gate.name in _FIXED:
        return _FIXED[gate.name]
    a = gate.angles
    if gate.name == "u3":
        return u3(*a)
    c, s = math.cos(a[0] / 2), math.sin(a[0] / 2)
    phase = cmath.exp(-0.5j * a[0])
    match gate.name:
        case "rx":
            return np.array([[c, -1j * s], [-1j * s, c]])
        case "ry":
            return np.array([[c, -s], [s, c]])
        case "rz":
            return np.diag([phase, phase.conjugate()])
        case "rzz":
            return np.diag([phase, phase.conjugate(), phase.conjugate(), phase])
        case "cu1":
            return np.diag([1, 1, 1, cmath.exp(1j * a[0])])
    raise ValueError(f"no matrix for {gate.name}")


def simulate(text: str) -> np.ndarray:
    """The final state from |0...0>; qubit 0 is the least significant bit of the index."""
    width, gates = parse(text)
    state = np.zeros((2,) * width, dtype=np.complex128)
    state[(0,) * width] = 1
    for gate in gates:
        k = len(gate.qubits)
        # Axis 0 of the tensor is the most significant bit, hence both reversals.
        axes = [width - 1 - q for q in reversed(gate.qubits)]
        tensor = np.asarray(matrix(gate), dtype=np.complex128).reshape((2,) * (2 * k))
        state = np.moveaxis(
            np.tensordot(tensor, state, axes=(range(k, 2 * k), axes)), range(k), axes)
    return state.reshape(-1)
