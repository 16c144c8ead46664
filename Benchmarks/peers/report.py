"""Turns results.json into the tables and the plot.

    python report.py results/results.json
"""

from __future__ import annotations

import json
import math
import pathlib
import statistics
import sys
from typing import Any, Iterable

import machine
import plot

OURS = "qsim"
BANDS = {"4-14": range(4, 15), "16-18": range(16, 19), "20-26": range(20, 27)}
MODES = {"kept": "plan kept", "fresh": "plan made anew"}


def write(results: dict[str, Any], folder: pathlib.Path) -> list[pathlib.Path]:
    """Prints the tables; writes them, the raw figures and the plot into the folder."""
    text = tables(results)
    print(text)
    files = {"results.json": json.dumps(results, indent=1), "results.md": text}
    if any(ratio(cell, "kept") for cell in results["cells"]):
        files["ratio.svg"] = plot.ratios(
            {(c["family"], c["precision"], c["threads"], c["width"]): ratio(c, "kept")
             for c in results["cells"]}, machine.name(results["machine"]))
    for name, content in files.items():
        (folder / name).write_text(content)
    return [folder / name for name in files]


def tables(results: dict[str, Any]) -> str:
    loads = [x for cell in results["cells"] for x in cell["load"]]
    processors = int(results["machine"]["cpu"].get("CPU(s)", 1))
    # A run itself keeps its threads' processors busy.
    busy = sum(x > max(processors, 1) + 0.5 for x in loads)
    parts = [
        f"Measured {results['date']} on {machine.name(results['machine'])}; "
        f"load average {min(loads)} to {max(loads)}"
        + (f": other work ran beside it ({busy} of {len(loads)} readings over {processors}), "
           "so single figures may be off by much." if busy else "."),
        _contender_list(results),
    ]
    if any(OURS in cell["contenders"] for cell in results["cells"]):
        parts += [_ratio_table(results["cells"]), _means(results["cells"])]
    parts += [_all_times(results["cells"]), _whole_process(results.get("wholeProcess", []))]
    return "\n\n".join(p for p in parts if p) + "\n"


def median(cell: dict[str, Any], name: str, mode: str) -> float | None:
    return cell["contenders"].get(name, {}).get(mode, {}).get("median")


def best_peer(cell: dict[str, Any], mode: str) -> tuple[float, str] | None:
    found = [(seconds, name) for name in cell["contenders"] if name != OURS
             and (seconds := median(cell, name, mode))]
    return min(found, default=None)


def ratio(cell: dict[str, Any], mode: str) -> float | None:
    """How many times as long the best peer takes; None where either side has no figure."""
    ours, best = median(cell, OURS, mode), best_peer(cell, mode)
    return best[0] / ours if ours and best else None


def geometric_mean(values: Iterable[float]) -> float | None:
    logs = [math.log(v) for v in values]
    return math.exp(statistics.fmean(logs)) if logs else None


def _contender_list(results: dict[str, Any]) -> str:
    lines = []
    for name, info in results["contenders"].items():
        if "absent" in info:
            lines.append(f"- {name}: absent ({info['absent']})")
        else:
            versions = ", ".join(f"{k} {v}" for k, v in info["versions"].items())
            lines.append(f"- {name}: {versions}{'; ' if info['note'] else ''}{info['note']}")
    return "\n".join(lines)


def _ratio_table(cells: list[dict[str, Any]]) -> str:
    head = "| circuit | precision | threads |"
    rule = "|---|---|---|"
    for title in MODES.values():
        head += f" best peer, {title} | ms | qsim ms | ratio |"
        rule += "---|--:|--:|--:|"
    lines = ["Ratio: the best peer's time over qsim's; above 1 qsim is faster.", "", head, rule]
    for cell in cells:
        line = f"| {cell['family']} {cell['width']} | {cell['precision']} | {cell['threads']} |"
        for mode in MODES:
            best, ours, value = best_peer(cell, mode), median(cell, OURS, mode), ratio(cell, mode)
            line += f" {best[1] if best else '–'} | {_ms(best[0] if best else None)} |"
            line += f" {_ms(ours)} | {f'{value:.2f}' if value else '–'} |"
        lines.append(line)
    return "\n".join(lines)


def _means(cells: list[dict[str, Any]]) -> str:
    lines = ["| widths | precision | threads | plan | geometric mean | least | cells |",
             "|---|---|---|---|--:|--:|--:|"]
    groups = sorted({(c["threads"], c["precision"]) for c in cells})
    for band, widths in BANDS.items():
        for threads, precision in groups:
            for mode, title in MODES.items():
                values = [r for c in cells
                          if c["width"] in widths and c["threads"] == threads
                          and c["precision"] == precision and (r := ratio(c, mode))]
                if values:
                    lines.append(
                        f"| {band} | {precision} | {threads} | {title} | "
                        f"{geometric_mean(values):.2f} | {min(values):.2f} | {len(values)} |")
    return "\n".join(lines)


def _all_times(cells: list[dict[str, Any]]) -> str:
    names = list(dict.fromkeys(name for c in cells for name in c["contenders"]))
    lines = ["Simulation alone, milliseconds (median; plan kept where a contender keeps one).", "",
             "| circuit | precision | threads | " + " | ".join(names) + " |",
             "|---|---|---|" + "--:|" * len(names)]
    for cell in cells:
        figures = []
        for name in names:
            entry = cell["contenders"].get(name, {"status": "not run"})
            seconds = median(cell, name, "kept")
            figures.append(_ms(seconds) if seconds else entry["status"].splitlines()[0][:60])
        lines.append(f"| {cell['family']} {cell['width']} | {cell['precision']} | "
                     f"{cell['threads']} | " + " | ".join(figures) + " |")
    return "\n".join(lines)


def _whole_process(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return ""
    names = list(rows[0]["seconds"])
    lines = ["Whole process, file to the 16 likeliest outcomes, milliseconds (median).", "",
             "| circuit | threads | " + " | ".join(names) + " |",
             "|---|---|" + "--:|" * len(names)]
    for row in rows:
        figures = [
            s[:60] if isinstance(s, str) else _ms(statistics.median(s))
            for s in row["seconds"].values()]
        lines.append(f"| {row['family']} {row['width']} | {row['threads']} | "
                     + " | ".join(figures) + " |")
    return "\n".join(lines)


def _ms(seconds: float | None) -> str:
    return "–" if seconds is None else f"{seconds * 1000:.3g}" if seconds < 1 \
        else f"{seconds * 1000:.0f}"


if __name__ == "__main__":
    path = pathlib.Path(sys.argv[1])
    write(json.loads(path.read_text()), path.parent)
