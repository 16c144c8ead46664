"""Runs the same OpenQASM files through the peers and through qsim, taking turns.

    sh setup.sh DIR
    DIR/peers/bin/python run.py --environments DIR --qsim ../../.build/release/qsim --quick

Prints the ratio table; writes every single figure to results.json, and ratio.svg.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import pathlib
import statistics
import sys
import tempfile
import time
from typing import Any

import circuits
import machine
import report
from adapters import PEERS, Setting
from agreement import agrees
from contenders import Failure, PeerProcess, Qsim

# Up to here the judge of every state is reference.py; wider, the first contender in double
# precision which agreed at the widths before.
REFERENCE_WIDTH = 14
# A peer this many times slower than the fastest contender takes no further turns in a cell.
HOPELESS = 10.0

Contender = PeerProcess | Qsim


class Cell:
    """One circuit at one precision and thread count, measured for every contender."""

    def __init__(self, options: argparse.Namespace, path: pathlib.Path, family: str, width: int,
                 precision: str, threads: int):
        self._options = options
        self._path = path
        self._precision = precision
        text = path.read_text()
        self._gates = text.count(";\n") - 3
        self._width = width
        self.record: dict[str, Any] = {
            "family": family, "width": width, "precision": precision, "threads": threads,
            "gates": self._gates, "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "load": [machine.load()], "contenders": {},
        }

    def measure(self, contenders: list[Contender], reference: pathlib.Path) -> None:
        entered = [c for c in contenders if self._enter(c, reference)]
        entries = self.record["contenders"]
        fastest = min((_best(entries[c.name]) for c in entered), default=0)
        running = []
        for contender in entered:
            slow = _best(entries[contender.name]) > HOPELESS * fastest
            if slow and not isinstance(contender, Qsim):
                entries[contender.name]["note"] = "few samples: far from the fastest"
            else:
                running.append(contender)
        for turn in range(self._options.rounds):
            # Each round starts with another contender, so that none always follows the same.
            shift = turn % max(1, len(running))
            for contender in running[shift:] + running[:shift]:
                self._turn(contender)
        for contender in entered:
            for mode in ("fresh", "kept"):
                figures = entries[contender.name][mode]
                figures["median"] = statistics.median(figures["seconds"])
                figures["least"] = min(figures["seconds"])
        self.record["load"].append(machine.load())

    def _enter(self, contender: Contender, reference: pathlib.Path) -> bool:
        """Tries every setting, keeps the best and checks the final state."""
        entry: dict[str, Any] = {"status": "measured", "settings": {}}
        self.record["contenders"][contender.name] = entry
        deadline = time.monotonic() + self._options.limit
        try:
            settings = contender.load(self._path, self._precision, self._options.limit)
            tried: dict[Setting, list[float]] = {}
            for setting in settings:
                try:
                    left = max(1, deadline - time.monotonic())
                    tried[setting] = contender.time(setting, self._options.budget / 4, 50, left)
                    entry["settings"][setting.name] = statistics.median(tried[setting])
                except Failure as failure:
                    entry["settings"][setting.name] = str(failure)
                    if failure.final and not tried:
                        raise
                    # The settings tried so far stand.
                    contender.load(self._path, self._precision, self._options.limit)
                    if failure.final:
                        break
            if all(s.cached for s in tried):
                raise Failure(f"no setting runs: {entry['settings']}")
            fresh = min((s for s in tried if not s.cached),
                        key=lambda s: entry["settings"][s.name])
            kept = min(tried, key=lambda s: entry["settings"][s.name])
            entry["fresh"] = {"setting": fresh, "seconds": tried[fresh]}
            entry["kept"] = {"setting": kept, "seconds": list(tried[kept])}
            if self._options.check:
                # The plan made anew is first: it always ends in a state.
                self._check(contender, list(dict.fromkeys((fresh, kept))), entry, reference)
            return True
        except Failure as failure:
            entry.clear()
            entry["status"] = str(failure)
            return False

    def _check(self, contender: Contender, chosen: list[Setting], entry: dict[str, Any],
               reference: pathlib.Path) -> None:
        for setting in chosen:
            first = not reference.exists()
            if first and self._precision == "single":
                entry["agreement"] = "unchecked: no state in double precision to compare with"
                return
            found = contender.check(setting, self._options.limit, reference, save=first)
            if first:
                self.record["reference"] = contender.name
            entry.setdefault("checks", {})[setting.name] = found
            if not agrees(found, self._precision, self._gates):
                entry["status"] = "wrong state"
                raise Failure(f"wrong state: {json.dumps(found)}")
        entry["agreement"] = "agrees"

    def _turn(self, contender: Contender) -> None:
        entry = self.record["contenders"][contender.name]
        modes = [entry["fresh"]]
        if entry["kept"]["setting"] != entry["fresh"]["setting"]:
            modes.append(entry["kept"])
        try:
            for figures in modes:
                seconds = contender.time(
                    Setting(*figures["setting"]), self._options.budget, 1000,
                    self._options.limit)
                figures["seconds"] += seconds
            if len(modes) == 1:
                entry["kept"]["seconds"] = entry["fresh"]["seconds"]
        except Failure as failure:
            entry["note"] = f"stopped during its turns: {failure}"


def _best(entry: dict[str, Any]) -> float:
    return min(min(entry[mode]["seconds"]) for mode in ("fresh", "kept"))


def whole_process(options: argparse.Namespace, contenders: list[Contender],
                  files: list[tuple[str, int, pathlib.Path]]) -> list[dict[str, Any]]:
    """Seconds from starting a program on a file to its result, in double precision if it has it."""
    rows = []
    for family, width, path in files:
        seconds: dict[str, Any] = {}
        for _ in range(options.rounds):
            for contender in contenders:
                if isinstance(seconds.get(contender.name), str):
                    continue
                precision = "single" if contender.name == "google-qsim" else "double"
                try:
                    spent = contender.whole_process(path, precision, options.limit)
                    seconds.setdefault(contender.name, []).append(spent)
                except Failure as failure:
                    seconds[contender.name] = str(failure)
        rows.append({"family": family, "width": width, "seconds": seconds})
    return rows


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--environments", type=pathlib.Path, required=True,
                        help="the folder that setup.sh filled")
    parser.add_argument("--qsim", type=pathlib.Path,
                        help="the program qsim: whole processes, and times without a harness")
    parser.add_argument("--harness", type=pathlib.Path,
                        help="the program bench of Benchmarks/: times the Swift API")
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--families", default=",".join(circuits.FAMILIES))
    parser.add_argument("--widths", help="default: 4-14:2,16,18,20,22,24,26")
    parser.add_argument("--precisions", default="double,single")
    parser.add_argument("--threads", default="2", help="a list; 1,2 measures both")
    parser.add_argument("--rounds", type=int, help="default: 5")
    parser.add_argument("--budget", type=float,
                        help="seconds of repetition in a turn, at least one run; default: 0.1")
    parser.add_argument("--limit", type=float, default=300,
                        help="seconds for one contender in one cell")
    parser.add_argument("--whole-process", metavar="WIDTHS",
                        help="widths at which starting the program is timed too, or none; "
                        "default: 4,10,16")
    parser.add_argument("--no-check", dest="check", action="store_false")
    parser.add_argument("--quick", action="store_true",
                        help="changes these defaults to 4,8,12 · 3 · 0.02 · 8: minutes")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("results"))
    options = parser.parse_args()
    widths, rounds, budget, whole = \
        ("4,8,12", 3, 0.02, "8") if options.quick else \
        ("4-14:2,16,18,20,22,24,26", 5, 0.1, "4,10,16")
    options.widths = circuits.parse_widths(options.widths or widths)
    options.rounds = options.rounds or rounds
    options.budget = options.budget or budget
    whole = options.whole_process or whole
    options.whole_process = [] if whole == "none" else circuits.parse_widths(whole)
    return options


def main() -> None:
    options = arguments()
    families = options.families.split(",")
    widths = sorted(options.widths)
    options.out.mkdir(parents=True, exist_ok=True)
    results: dict[str, Any] = {
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "arguments": sys.argv[1:], "machine": machine.describe(), "contenders": {}, "cells": [],
    }
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        for threads in map(int, options.threads.split(",")):
            contenders = _contenders(options, threads)
            for contender in contenders:
                try:
                    results["contenders"][contender.name] = contender.info()
                except (Failure, OSError) as failure:
                    results["contenders"][contender.name] = {"absent": str(failure)}
            present = [c for c in contenders
                       if "absent" not in results["contenders"][c.name]]
            _measure(options, results, present, families, widths, threads, folder)
            for contender in contenders:
                contender.stop()
    for path in report.write(results, options.out):
        print(f"wrote {path}", file=sys.stderr)


def _contenders(options: argparse.Namespace, threads: int) -> list[Contender]:
    # Peers come first: the first of them gives the reference state where widths are large.
    peers = [PeerProcess(name, threads, options.environments)
             for name in options.peers.split(",")]
    return peers + ([Qsim(threads, options.qsim, options.harness)]
                    if options.qsim or options.harness else [])


def _measure(options: argparse.Namespace, results: dict[str, Any], contenders: list[Contender],
             families: list[str], widths: list[int], threads: int,
             folder: pathlib.Path) -> None:
    precisions = options.precisions.split(",")
    total, done, begun = len(widths) * len(families) * len(precisions), 0, time.monotonic()
    gave_up: dict[tuple[str, str, str], int] = {}
    timed = []
    for width in widths:
        for family in families:
            path = folder / f"{family}_{width}.qasm"
            path.write_text(circuits.generate(family, width))
            if width in options.whole_process:
                timed.append((family, width, path))
            reference = folder / "reference.npy"
            reference.unlink(missing_ok=True)
            if options.check and width <= REFERENCE_WIDTH:
                import numpy
                from reference import simulate
                numpy.save(reference, simulate(path.read_text()))
            for precision in precisions:
                cell = Cell(options, path, family, width, precision, threads)
                able = []
                for contender in contenders:
                    known = results["contenders"][contender.name]
                    key = (contender.name, family, precision)
                    if precision not in known["precisions"]:
                        status = f"no {precision} precision"
                    elif key in gave_up:
                        status = f"left out: time limit at {gave_up[key]} qubits"
                    else:
                        able.append(contender)
                        continue
                    cell.record["contenders"][contender.name] = {"status": status}
                cell.measure(able, reference)
                for name, entry in cell.record["contenders"].items():
                    if entry["status"] == "time limit":
                        gave_up[name, family, precision] = width
                results["cells"].append(cell.record)
                # Kept after every cell: an interrupted run loses nothing.
                (options.out / "results.json").write_text(json.dumps(results, indent=1))
                done += 1
                left = (time.monotonic() - begun) / done * (total - done)
                print(f"\r{done}/{total} {family} {width} {precision} {threads}T, "
                      f"at this rate {left / 60:.0f} min left   ", end="", file=sys.stderr)
    print(file=sys.stderr)
    if timed:
        for contender in contenders:
            contender.stop()
        rows = whole_process(options, contenders, timed)
        results.setdefault("wholeProcess", []).extend({"threads": threads} | r for r in rows)


if __name__ == "__main__":
    main()
