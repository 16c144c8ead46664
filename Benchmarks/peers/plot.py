"""The ratio plot as SVG: one panel a precision and thread count, one line a circuit family."""

from __future__ import annotations

import html
import math

_COLOURS = ("#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#777777",
            "#994f00", "#000000")
_WIDTH, _HEIGHT, _LEFT, _TOP, _LEGEND = 420, 280, 48, 60, 96

Key = tuple[str, str, int, int]


def ratios(values: dict[Key, float | None], subtitle: str) -> str:
    """``values`` maps (family, precision, threads, width) to a ratio; None is left out."""
    known = {key: value for key, value in values.items() if value}
    panels = sorted({(key[1], key[2]) for key in known})
    families = list(dict.fromkeys(key[0] for key in known))
    colour = {family: _COLOURS[i % len(_COLOURS)] for i, family in enumerate(families)}
    widths = sorted({key[3] for key in known})
    low = min(0.5, *known.values())
    high = max(4.0, *known.values())
    total = len(panels) * (_WIDTH + _LEFT) + _LEGEND
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {total} {_HEIGHT + _TOP + 44}" '
        'font-family="sans-serif" font-size="11">',
        '<rect width="100%" height="100%" fill="white"/>',
        f'<text x="{_LEFT}" y="16" font-size="13">Time of the best peer over that of qsim, '
        'which is faster above 1</text>',
        f'<text x="{_LEFT}" y="30" fill="#555555">{html.escape(subtitle)}</text>',
    ]
    for index, (precision, threads) in enumerate(panels):
        left = _LEFT + index * (_WIDTH + _LEFT)

        def x(width: int) -> float:
            span = max(1, widths[-1] - widths[0])
            return left + 8 + (_WIDTH - 16) * (width - widths[0]) / span

        def y(value: float) -> float:
            return _TOP + _HEIGHT * math.log(high / value) / math.log(high / low)

        parts.append(f'<text x="{left}" y="{_TOP - 12}">{precision} precision, '
                     f'{threads} thread{"s" if threads > 1 else ""}</text>')
        for power in range(math.ceil(math.log2(low)), math.floor(math.log2(high)) + 1):
            stroke = "#000000" if power == 0 else "#dddddd"
            parts.append(f'<line x1="{left}" x2="{left + _WIDTH}" y1="{y(2.0**power):.1f}" '
                         f'y2="{y(2.0**power):.1f}" stroke="{stroke}"/>')
            label = f"{2.0**power:g}"
            parts.append(f'<text x="{left - 4}" y="{y(2.0**power) + 4:.1f}" '
                         f'text-anchor="end">{label}</text>')
        for width in widths:
            parts.append(f'<text x="{x(width):.1f}" y="{_TOP + _HEIGHT + 16}" '
                         f'text-anchor="middle">{width}</text>')
        parts.append(f'<text x="{left + _WIDTH / 2}" y="{_TOP + _HEIGHT + 34}" '
                     'text-anchor="middle">qubits</text>')
        for family in families:
            points = [(x(w), y(known[family, precision, threads, w])) for w in widths
                      if (family, precision, threads, w) in known]
            path = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
            parts.append(f'<polyline points="{path}" fill="none" stroke="{colour[family]}" '
                         'stroke-width="1.8"/>')
            parts += [f'<circle cx="{px:.1f}" cy="{py:.1f}" r="2.6" fill="{colour[family]}"/>'
                      for px, py in points]
    for row, family in enumerate(families):
        top = _TOP + 14 + 18 * row
        parts.append(f'<line x1="{total - _LEGEND + 8}" x2="{total - _LEGEND + 28}" y1="{top}" '
                     f'y2="{top}" stroke="{colour[family]}" stroke-width="3"/>')
        parts.append(f'<text x="{total - _LEGEND + 34}" y="{top + 4}">{family}</text>')
    return "\n".join(parts + ["</svg>"]) + "\n"
