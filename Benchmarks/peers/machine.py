"""What a figure depends on besides the code: the machine and how busy it is."""

from __future__ import annotations

import os
import pathlib
import platform
import subprocess
from typing import Any

_FIELDS = ("Model name", "CPU(s)", "Thread(s) per core", "Core(s) per socket", "L1d cache",
           "L2 cache", "L3 cache", "Hypervisor vendor")
_FEATURES = ("avx2", "fma", "avx512f", "asimd", "sve")


def describe() -> dict[str, Any]:
    text = subprocess.run(["lscpu"], capture_output=True, text=True, check=True).stdout
    lines = dict(map(str.strip, line.split(":", 1)) for line in text.splitlines() if ":" in line)
    flags = lines.get("Flags", "").split()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cpu": {name: lines[name] for name in _FIELDS if name in lines},
        "features": [f for f in _FEATURES if f in flags],
        "memoryGiB": round(memory / 2**30, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "hugePages": _read("/sys/kernel/mm/transparent_hugepage/enabled"),
        "lscpu": text,
    }


def name(machine: dict[str, Any]) -> str:
    """One line for a table's heading."""
    cpu = machine["cpu"]
    return (f"{cpu.get('Model name', 'unknown processor')}, {cpu.get('CPU(s)', '?')} CPUs, "
            f"{'/'.join(machine['features'])}, {machine['memoryGiB']} GiB")


def load() -> float:
    """Processes wanting a CPU, averaged over the last minute."""
    return round(os.getloadavg()[0], 2)


def _read(path: str) -> str | None:
    try:
        return pathlib.Path(path).read_text().strip()
    except OSError:
        return None
