"""Reads the subset of OpenQASM 2 that ``circuits.py`` writes, for peers without an importer."""

from __future__ import annotations

import re
from typing import NamedTuple


class Gate(NamedTuple):
    name: str
    angles: tuple[float, ...]
    qubits: tuple[int, ...]


_REGISTER = re.compile(r"qreg q\[(\d+)\]$")
_GATE = re.compile(r"(\w+)(?:\(([^)]*)\))? (q\[\d+\](?:,q\[\d+\])*)$")
_INDEX = re.compile(r"\d+")


def parse(text: str) -> tuple[int, list[Gate]]:
    """The width and the gates of a circuit; anything outside the subset is an error."""
    width, gates = 0, []
    for number, line in enumerate(text.splitlines(), start=1):
        statement = line.partition("//")[0].strip().rstrip(";")
        if not statement or statement.startswith(("OPENQASM", "include")):
            continue
        if register := _REGISTER.match(statement):
            width = int(register[1])
        elif gate := _GATE.match(statement):
            angles = tuple(float(a) for a in gate[2].split(",")) if gate[2] else ()
            gates.append(Gate(gate[1], angles, tuple(map(int, _INDEX.findall(gate[3])))))
        else:
            raise ValueError(f"line {number} is outside the subset: {line!r}")
    return width, gates
