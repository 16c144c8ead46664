"""The benchmark circuits, as OpenQASM 2 text, drawn from a seed.

Every family is defined here by a few lines, so that the circuit behind a figure can be read.
The same (family, width, seed) gives the same text on every machine: only ``Random.random`` is
used, whose sequence Python guarantees for a seed.

    python circuits.py --out DIR --families rqc,hea --widths 4-14
"""

from __future__ import annotations

import argparse
import math
import pathlib
import random
from typing import Callable

SEED = 20
SMALLEST, LARGEST = 4, 28


class Writer:
    """Collects the statements of one circuit on one register ``q``."""

    def __init__(self, width: int, seed: int):
        self.width = width
        self.gates = 0
        self._lines: list[str] = []
        self._random = random.Random(seed * 1009 + width)

    def gate(self, name: str, qubits: tuple[int, ...], *angles: float) -> None:
        arguments = "(" + ",".join(repr(float(a)) for a in angles) + ")" if angles else ""
        operands = ",".join(f"q[{q}]" for q in qubits)
        self._lines.append(f"{name}{arguments} {operands};")
        self.gates += 1

    def angle(self) -> float:
        """An angle drawn uniformly from [-pi, pi)."""
        return math.pi * (2 * self._random.random() - 1)

    def below(self, bound: int) -> int:
        return int(self._random.random() * bound)

    def permutation(self, count: int) -> list[int]:
        """A uniformly random order of 0..<count (Fisher and Yates)."""
        order = list(range(count))
        for i in range(count - 1, 0, -1):
            j = self.below(i + 1)
            order[i], order[j] = order[j], order[i]
        return order

    def haar(self, qubit: int) -> None:
        """A one-qubit gate drawn from the Haar measure: cos(theta) is uniform."""
        theta = math.acos(1 - 2 * self._random.random())
        self.gate("u3", (qubit,), theta, self.angle(), self.angle())

    def text(self, family: str, seed: int) -> str:
        head = [
            f"// {family}, {self.width} qubits, seed {seed}, {self.gates} gates",
            "OPENQASM 2.0;",
            'include "qelib1.inc";',
            f"qreg q[{self.width}];",
        ]
        return "\n".join(head + self._lines) + "\n"


def ghz(w: Writer) -> None:
    """One Hadamard and a chain of cx."""
    w.gate("h", (0,))
    for q in range(w.width - 1):
        w.gate("cx", (q, q + 1))


def qft(w: Writer) -> None:
    """The whole Fourier transform with its closing swaps, of a random product state.

    The random start keeps the state from being one that a transform of |0...0> would allow
    a simulator to shorten.
    """
    for q in range(w.width):
        w.haar(q)
    for target in reversed(range(w.width)):
        w.gate("h", (target,))
        for control in reversed(range(target)):
            w.gate("cu1", (control, target), math.pi / (1 << (target - control)))
    for q in range(w.width // 2):
        w.gate("swap", (q, w.width - 1 - q))


def rqc(w: Writer) -> None:
    """Random brickwork, depth 20: a random one-qubit gate everywhere, then a row of cz."""
    for layer in range(20):
        for q in range(w.width):
            kind = w.below(4)
            if kind == 3:
                w.haar(q)
            else:
                w.gate(("rx", "ry", "rz")[kind], (q,), w.angle())
        for q in range(layer % 2, w.width - 1, 2):
            w.gate("cz", (q, q + 1))


def qv(w: Writer) -> None:
    """Quantum volume: as many layers as qubits, each a random pairing under random SU(4).

    A pair's gate is four Haar one-qubit gates around a generic interaction with three cx
    (Vatan and Williams, 2004, doi:10.1103/PhysRevA.69.032315, figure 6). Its interaction
    angles are uniform rather than Haar; the work is the same.
    """
    for _ in range(w.width):
        order = w.permutation(w.width)
        for a, b in zip(order[0::2], order[1::2]):
            w.haar(a)
            w.haar(b)
            w.gate("cx", (b, a))
            w.gate("rz", (a,), w.angle())
            w.gate("ry", (b,), w.angle())
            w.gate("cx", (a, b))
            w.gate("ry", (b,), w.angle())
            w.gate("cx", (b, a))
            w.haar(a)
            w.haar(b)


def hea(w: Writer) -> None:
    """Hardware-efficient ansatz: ten layers of ry, rz on every qubit and a ring of cx."""
    for _ in range(10):
        for q in range(w.width):
            w.gate("ry", (q,), w.angle())
            w.gate("rz", (q,), w.angle())
        for q in range(w.width):
            w.gate("cx", (q, (q + 1) % w.width))


def grover(w: Writer) -> None:
    """Grover's search for one random mark, at most four iterations.

    k searched qubits and k - 2 helpers for the multiply controlled gates (Barenco et al., 1995,
    doi:10.1103/PhysRevA.52.3457, lemma 7.2 with clean helpers); an odd width has one qubit more
    in |->, on which the oracle kicks its phase back. Four iterations bound the length where the
    optimum, pi/4 sqrt(2^k), would only repeat the same gates.
    """
    k = (w.width + 2) // 2
    data, helpers = list(range(k)), list(range(k, 2 * k - 2))
    flag = w.width - 1 if w.width % 2 else None
    mark = [w.below(2) for _ in data]
    chain = [(data[0], data[1], helpers[0])]
    chain += [(data[i + 2], helpers[i], helpers[i + 1]) for i in range(k - 3)]

    def controlled_on_all(target: int | None) -> None:
        for step in chain:
            w.gate("ccx", step)
        if target is None:
            w.gate("cz", (helpers[-1], data[-1]))
        else:
            w.gate("ccx", (helpers[-1], data[-1], target))
        for step in reversed(chain):
            w.gate("ccx", step)

    for q in data:
        w.gate("h", (q,))
    if flag is not None:
        w.gate("x", (flag,))
        w.gate("h", (flag,))
    for _ in range(min(4, int(math.pi / 4 * math.sqrt(1 << k)))):
        flipped = [q for q, bit in zip(data, mark) if not bit]
        for q in flipped:
            w.gate("x", (q,))
        controlled_on_all(flag)
        for q in flipped:
            w.gate("x", (q,))
        for name in ("h", "x"):
            for q in data:
                w.gate(name, (q,))
        controlled_on_all(None)
        for name in ("x", "h"):
            for q in data:
                w.gate(name, (q,))


def ising(w: Writer) -> None:
    """Transverse-field Ising chain, twenty first-order Trotter steps of rzz and rx."""
    for q in range(w.width):
        w.gate("ry", (q,), w.angle())
    for _ in range(20):
        for q in list(range(0, w.width - 1, 2)) + list(range(1, w.width - 1, 2)):
            w.gate("rzz", (q, q + 1), 0.2)
        for q in range(w.width):
            w.gate("rx", (q,), 0.18)


def qaoa(w: Writer) -> None:
    """QAOA for MaxCut, three rounds, on a random graph of degree three.

    The graph is a random Hamiltonian cycle and a random matching (an odd width leaves one
    vertex with degree two), without doubled edges.
    """
    order = w.permutation(w.width)
    cycle = [(order[i], order[(i + 1) % w.width]) for i in range(w.width)]
    edges = {tuple(sorted(e)) for e in cycle}
    while True:
        matched = w.permutation(w.width)
        chords = {tuple(sorted(e)) for e in zip(matched[0::2], matched[1::2])}
        if not chords & edges:
            break
    for q in range(w.width):
        w.gate("h", (q,))
    for _ in range(3):
        gamma, beta = w.angle(), w.angle()
        for edge in sorted(edges | chords):
            w.gate("rzz", edge, gamma)
        for q in range(w.width):
            w.gate("rx", (q,), beta)


def clifford(w: Writer) -> None:
    """Random Clifford, depth 20: a random one-qubit Clifford everywhere, then random pairs."""
    for _ in range(20):
        for q in range(w.width):
            w.gate(("h", "s", "sdg", "x", "y", "z")[w.below(6)], (q,))
        order = w.permutation(w.width)
        for a, b in zip(order[0::2], order[1::2]):
            w.gate(("cx", "cz", "swap")[w.below(3)], (a, b))


FAMILIES: dict[str, Callable[[Writer], None]] = {
    f.__name__: f for f in (ghz, qft, rqc, qv, hea, grover, ising, qaoa, clifford)
}


def generate(family: str, width: int, seed: int = SEED) -> str:
    """The OpenQASM 2 text of one circuit."""
    if not SMALLEST <= width <= LARGEST:
        raise ValueError(f"width {width} is outside {SMALLEST}...{LARGEST}")
    writer = Writer(width, seed)
    FAMILIES[family](writer)
    return writer.text(family, seed)


def parse_widths(text: str) -> list[int]:
    """``4-14,20,24`` or ``4-20:4`` as a list of widths."""
    widths: list[int] = []
    for part in text.split(","):
        span, _, step = part.partition(":")
        first, _, last = span.partition("-")
        widths += range(int(first), int(last or first) + 1, int(step or 1))
    return widths


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("circuits"))
    parser.add_argument("--families", default=",".join(FAMILIES))
    parser.add_argument("--widths", default="4-28:4")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for family in options.families.split(","):
        for width in parse_widths(options.widths):
            path = options.out / f"{family}_{width}.qasm"
            path.write_text(generate(family, width, options.seed))
            print(path)


if __name__ == "__main__":
    main()
