"""Contenders that are given the same tasks in turns, and compared by what they find.

A *suite* is a package beside this file, such as ``derivatives``: its peers, its tasks, and what takes
its tasks on our side.
"""

from __future__ import annotations

import argparse
import datetime
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from typing import Any, Callable

import machine
from contenders import Failure, PeerProcess

# A peer this many times slower than the fastest contender takes no further turns.
HOPELESS = 20.0


@dataclass
class Suite:
    """What differs between one comparison and another."""

    # The package with the adapters; results go to NAME.json.
    name: str
    # name -> (module, class, the environment of setup.sh that it needs)
    peers: dict[str, tuple[str, str, str]]
    # The verb of ``bench`` that takes the tasks, and the kinds of task that it knows.
    verb: str
    kinds: list[str]
    # Makes a task of words such as ["gradient", "8"].
    make: Callable[[list[str]], dict[str, Any]]
    default_tasks: str
    default_peers: str
    # The largest difference between findings, relative to the largest number, by kind.
    tolerance: dict[str, float]
    # Turns a task into the form that ``bench`` reads.
    own_form: Callable[[dict[str, Any]], dict[str, Any]] = field(default=lambda task: task)


class Process(PeerProcess):
    """A peer in its own process, which serves the requests of serve.py."""

    def __init__(self, suite: Suite, name: str, threads: int, environments: pathlib.Path):
        self._suite = suite
        super().__init__(name, threads, environments)

    def _environment(self, name: str, environments: pathlib.Path) -> pathlib.Path:
        return environments / self._suite.peers[name][2]

    def _command(self) -> list[object]:
        return [self._program, "serve.py", self._suite.name, self.name, str(self._threads)]

    def prepare(self, task: pathlib.Path, limit: float) -> float:
        return self._ask({"do": "prepare", "task": str(task)}, limit)["preparation"]

    def seconds(self, budget: float, limit: float) -> list[float]:
        return self._ask({"do": "time", "budget": budget, "most": 1000}, limit)["seconds"]

    def result(self, limit: float) -> dict[str, list[float]]:
        return self._ask({"do": "result"}, limit)


class Own:
    """This project, by the program ``bench``: one process a turn."""

    name = "qsim"

    def __init__(self, suite: Suite, threads: int, harness: pathlib.Path):
        self._suite, self._threads, self._harness = suite, threads, harness

    def info(self) -> dict[str, Any]:
        return {"versions": {}, "note": "the Swift API", "kinds": self._suite.kinds}

    def prepare(self, task: pathlib.Path, limit: float) -> float:
        self._task = task
        return self._run(0, limit)["preparation"]

    def seconds(self, budget: float, limit: float) -> list[float]:
        self._last = self._run(budget, limit)
        return self._last["seconds"]

    def result(self, limit: float) -> dict[str, list[float]]:
        return self._last

    def stop(self) -> None:
        pass

    def _run(self, budget: float, limit: float) -> dict[str, Any]:
        done = subprocess.run(
            [str(self._harness), self._suite.verb, str(self._task), "--threads",
             str(self._threads), "--budget", str(budget), "--most", "1000"],
            capture_output=True, text=True, timeout=limit)
        if done.returncode:
            raise Failure(done.stderr.strip() or f"status {done.returncode}")
        return json.loads(done.stdout)


def difference(found: dict[str, list[float]], expected: dict[str, list[float]]) -> float:
    """The largest difference over the largest number; infinity for other counts of numbers."""
    worst = 0.0
    for key in ("values", "gradient"):
        a, b = found[key], expected[key]
        if len(a) != len(b):
            return float("inf")
        scale = max([1e-300] + [abs(y) for y in b])
        worst = max([worst] + [abs(x - y) / scale for x, y in zip(a, b)])
    return worst


def measure(suite: Suite, task: dict[str, Any], contenders: list[Any],
            options: argparse.Namespace, folder: pathlib.Path) -> dict[str, Any]:
    path = folder / "task.json"
    path.write_text(json.dumps(task))
    own = folder / "own.json"
    own.write_text(json.dumps(suite.own_form(task)))
    row: dict[str, Any] = {"task": task["name"], "load": [machine.load()], "contenders": {}}
    running = []
    for contender in contenders:
        entry: dict[str, Any] = {"seconds": []}
        row["contenders"][contender.name] = entry
        try:
            mine = own if isinstance(contender, Own) else path
            entry["preparation"] = contender.prepare(mine, options.limit)
            entry["seconds"] += contender.seconds(options.budget / 4, options.limit)
            found = contender.result(options.limit)
            expected = row.setdefault("expected", found)
            entry["difference"] = difference(found, expected)
            if entry["difference"] > suite.tolerance[task["kind"]]:
                raise Failure(f"wrong: {entry['difference']:.1e} off")
            running.append(contender)
        except (Failure, subprocess.TimeoutExpired) as failure:
            entry["failed"] = str(failure)
    row.pop("expected", None)
    fastest = min(min(row["contenders"][c.name]["seconds"]) for c in running)
    running = [c for c in running
               if min(row["contenders"][c.name]["seconds"]) <= HOPELESS * fastest]
    for turn in range(options.rounds):
        # Each round starts with another contender, so that none always follows the same.
        shift = turn % len(running)
        for contender in running[shift:] + running[:shift]:
            seconds = contender.seconds(options.budget, options.limit)
            row["contenders"][contender.name]["seconds"] += seconds
    for entry in row["contenders"].values():
        if "failed" not in entry:
            entry["median"] = statistics.median(entry["seconds"])
    row["load"].append(machine.load())
    return row


def table(rows: list[dict[str, Any]]) -> str:
    lines = ["| task | qsim, ms | best peer | ms | ratio | all peers, ms |",
             "|---|--:|---|--:|--:|---|"]
    for row in rows:
        medians = {n: e["median"] * 1000 for n, e in row["contenders"].items() if "median" in e}
        own = medians.pop("qsim", None)
        if not medians or own is None:
            continue
        best = min(medians, key=medians.get)
        others = ", ".join(f"{n} {t:.3g}" for n, t in sorted(medians.items(), key=lambda p: p[1]))
        lines.append(f"| {row['task']} | {own:.3g} | {best} | {medians[best]:.3g} | "
                     f"{medians[best] / own:.2f} | {others} |")
    return "\n".join(lines)


def main(suite: Suite, description: str) -> None:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--environments", type=pathlib.Path, required=True)
    parser.add_argument("--harness", type=pathlib.Path, required=True)
    parser.add_argument("--tasks", help=f"such as {suite.default_tasks}",
                        default=suite.default_tasks)
    parser.add_argument("--peers", default=suite.default_peers)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--budget", type=float, default=0.3, help="seconds of a turn")
    parser.add_argument("--limit", type=float, default=120, help="seconds of one request")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("results"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    results: dict[str, Any] = {
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "arguments": sys.argv[1:], "machine": machine.describe(), "contenders": {}, "rows": []}
    contenders: list[Any] = [Process(suite, n, options.threads, options.environments)
                             for n in options.peers.split(",") if n]
    contenders.append(Own(suite, options.threads, options.harness))
    kinds = {}
    for contender in contenders:
        try:
            info = contender.info()
            kinds[contender.name] = info["kinds"]
        except (Failure, OSError) as failure:
            info = {"absent": str(failure)}
        results["contenders"][contender.name] = info
    with tempfile.TemporaryDirectory() as scratch:
        for text in options.tasks.split(","):
            task = suite.make(text.split(":"))
            able = [c for c in contenders if task["kind"] in kinds.get(c.name, ())]
            row = measure(suite, task, able, options, pathlib.Path(scratch))
            results["rows"].append(row)
            # Kept after every task: an interrupted run loses nothing.
            (options.out / f"{suite.name}.json").write_text(json.dumps(results, indent=1))
            print(table([row]).splitlines()[-1], file=sys.stderr)
    for contender in contenders:
        contender.stop()
    print(f"{machine.name(results['machine'])}\n\n{table(results['rows'])}")
