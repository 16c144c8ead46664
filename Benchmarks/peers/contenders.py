"""The programs that take turns: each peer in its worker process, and ``qsim`` itself."""

from __future__ import annotations

import json
import os
import pathlib
import selectors
import subprocess
import tempfile
import time
from typing import Any

import agreement
from adapters import PEERS, Setting
from adapters.peer import worker_environment

HERE = pathlib.Path(__file__).parent


class Failure(Exception):
    """A contender that could not do what it was asked; its text is shown in the tables.

    ``final`` when trying another setting would be in vain or take too long.
    """

    def __init__(self, text: str, final: bool = False):
        super().__init__(text)
        self.final = final


class PeerProcess:
    """A peer behind ``worker.py``, started when first needed and again after a time-out."""

    def __init__(self, name: str, threads: int, environments: pathlib.Path):
        self.name = name
        self._threads = threads
        self._program = self._environment(name, environments).absolute() / "bin" / "python"
        self._process: subprocess.Popen | None = None

    def _environment(self, name: str, environments: pathlib.Path) -> pathlib.Path:
        return environments / PEERS[name][2]

    def info(self) -> dict[str, Any]:
        return self._ask({"do": "info"}, 300)

    def load(self, path: pathlib.Path, precision: str, limit: float) -> list[Setting]:
        reply = self._ask({"do": "load", "path": str(path), "precision": precision}, limit)
        return [Setting(*s) for s in reply["settings"]]

    def time(self, setting: Setting, budget: float, most: int, limit: float) -> list[float]:
        request = {"do": "time", "setting": setting, "budget": budget, "most": most}
        try:
            return self._ask(request, limit)["seconds"]
        finally:
            if self._process:
                self._ask({"do": "release"}, 60)

    def check(self, setting: Setting, limit: float, reference: pathlib.Path,
              save: bool = False) -> dict[str, Any]:
        request = {"do": "check", "setting": setting,
                   "reference": None if save else str(reference),
                   "save": str(reference) if save else None}
        try:
            return self._ask(request, limit)
        finally:
            if self._process:
                self._ask({"do": "release"}, 60)

    def whole_process(self, path: pathlib.Path, precision: str, limit: float) -> float:
        return _wall(
            [self._program, HERE / "worker.py", self.name, self._threads, "--once", path,
             precision], worker_environment(self._threads), limit)

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _start(self) -> None:
        if not self._program.exists():
            raise Failure(f"not installed: no {self._program}", final=True)
        self._process = subprocess.Popen(
            self._command(), cwd=HERE,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=os.environ | worker_environment(self._threads))
        self._read(time.monotonic() + 120)

    def _command(self) -> list[object]:
        return [self._program, HERE / "worker.py", self.name, str(self._threads)]

    def _ask(self, request: dict[str, Any], limit: float) -> dict[str, Any]:
        if self._process is None:
            self._start()
        line = json.dumps(request) + "\n"
        try:
            self._process.stdin.write(line.encode())
            self._process.stdin.flush()
        except BrokenPipeError:
            self.stop()
            raise Failure("the process ended") from None
        return self._read(time.monotonic() + limit)

    def _read(self, deadline: float) -> dict[str, Any]:
        # One reply is outstanding at a time, so a line that starts soon arrives whole.
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            if not selector.select(max(0, deadline - time.monotonic())):
                self.stop()
                raise Failure("time limit", final=True)
        line = self._process.stdout.readline()
        if not line:
            status = self._process.wait()
            self._process = None
            raise Failure(f"the process ended with status {status}")
        reply = json.loads(line)
        if "error" in reply:
            raise Failure(reply["error"])
        return reply


class HarnessProcess(PeerProcess):
    """The program ``bench``, which serves the same requests as ``worker.py``."""

    def __init__(self, harness: pathlib.Path, threads: int):
        self.name = Qsim.name
        self._threads = threads
        self._program = harness.absolute()
        self._process = None

    def _command(self) -> list[object]:
        return [self._program, "serve", "--threads", str(self._threads)]


class Qsim:
    """This project's simulator, by one or both of its programs.

    ``harness``, the program ``bench`` of ``Benchmarks/``, times the Swift API many times within
    one process, which lives as long as those of the peers. ``command``, the program ``qsim``, is
    what a whole process starts; without a harness the seconds that it reports for a single, cold
    run count.
    """

    name = "qsim"

    def __init__(self, threads: int, command: pathlib.Path | None,
                 harness: pathlib.Path | None):
        self._threads = threads
        self._command = command
        self._harness = harness
        self._server = HarnessProcess(harness, threads) if harness else None

    def info(self) -> dict[str, Any]:
        version = "harness only" if self._command is None else \
            _output([self._command, "--version"], {}, 60).strip()
        note = "Swift API" if self._harness else "one cold run of the program a sample"
        return {"versions": {"qsim": version}, "note": note,
                "precisions": ["single", "double"]}

    def load(self, path: pathlib.Path, precision: str, limit: float) -> list[Setting]:
        self._path, self._precision = path, precision
        if self._server:
            return self._server.load(path, precision, limit)
        return [Setting("fresh plan"), Setting("kept plan", True)]

    def time(self, setting: Setting, budget: float, most: int, limit: float) -> list[float]:
        """The only place that knows where this simulator's figures come from."""
        if self._server:
            return self._server.time(setting, budget, most, limit)
        begun, seconds = time.monotonic(), []
        while not seconds or (time.monotonic() - begun < budget and len(seconds) < most):
            # One sample, so that no distribution is made; drawing it is a figure of its own.
            spent = json.loads(self._run("--shots", 1, "--seed", 1, limit=limit))["seconds"]
            seconds.append(spent["simulate"] + (0 if setting.cached else spent["compile"]))
        return seconds

    def check(self, setting: Setting, limit: float, reference: pathlib.Path,
              save: bool = False) -> dict[str, Any]:
        import numpy as np

        with tempfile.TemporaryDirectory() as directory:
            path = reference if save else pathlib.Path(directory) / "state.npy"
            if self._harness:
                self._timed("--state", path, limit=limit)
            else:
                self._run("--statevector", path, limit=limit)
            state = np.load(path, mmap_mode="r")
            return {"by": "state"} | agreement.compare(state, np.load(reference, mmap_mode="r"))

    def whole_process(self, path: pathlib.Path, precision: str, limit: float) -> float:
        if self._command is None:
            raise Failure("no program qsim", final=True)
        return _wall(self._arguments(path, precision, "--top", 16), {}, limit)

    def stop(self) -> None:
        if self._server:
            self._server.stop()

    def _timed(self, *options: object, limit: float) -> str:
        return _output(
            [self._harness, "circuit", self._path, "--precision", self._precision,
             "--threads", self._threads, *options], {}, limit)

    def _run(self, *options: object, limit: float) -> str:
        return _output(self._arguments(self._path, self._precision, *options), {}, limit)

    def _arguments(self, path: pathlib.Path, precision: str, *options: object) -> list[object]:
        return [self._command, "run", path, "--format", "json", "--precision", precision,
                "--threads", self._threads, *options]


def _output(arguments: list[object], environment: dict[str, str], limit: float) -> str:
    try:
        done = subprocess.run(
            [str(a) for a in arguments], capture_output=True, text=True, timeout=limit,
            env=os.environ | environment)
    except subprocess.TimeoutExpired:
        raise Failure("time limit", final=True) from None
    except OSError as error:
        raise Failure(str(error)) from None
    if done.returncode:
        last = (done.stderr.strip() or "no message").splitlines()[-1]
        raise Failure(f"status {done.returncode}: {last}")
    return done.stdout


def _wall(arguments: list[object], environment: dict[str, str], limit: float) -> float:
    start = time.perf_counter()
    _output(arguments, environment, limit)
    return time.perf_counter() - start
