"""Charts as SVG text for the report: no script, no file, colours from the page's CSS classes.

``dot_panel("Factual", [Dot("adapter", "adapter", 0.95, 0.84, 0.99)])`` begins with ``<svg ``.
Kinds differ in shape as well as in colour, so a chart reads in black and white too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor

_LABEL, _AXIS, _VALUE, _ROW, _TOP = 128, 170, 44, 26, 30


@dataclass(frozen=True, slots=True)
class Dot:
    """One model's value with its interval, all between 0 and 1."""

    label: str
    kind: str
    value: float
    low: float
    high: float


def dot_panel(title: str, dots: Sequence[Dot]) -> str:
    """A dot with its interval for each model on an axis from 0 to 1; SVG, 342 units wide."""
    height = _TOP + _ROW * len(dots) + 26
    bottom = _TOP + _ROW * len(dots)
    said = "; ".join(f"{d.label} {d.value:.2f} ({d.low:.2f} to {d.high:.2f})" for d in dots)
    parts = [_open(_LABEL + _AXIS + _VALUE, height, f"{title}: {said}")]
    parts.append(f'<text class="chart-title" x="0" y="16">{escape(title)}</text>')
    for tick in (0.0, 0.5, 1.0):
        x = _x(tick)
        parts.append(f'<line class="grid" x1="{x}" x2="{x}" y1="{_TOP}" y2="{bottom}"/>')
        parts.append(f'<text class="tick" x="{x}" y="{bottom + 16}">{tick:g}</text>')
    for number, dot in enumerate(dots):
        y = _TOP + _ROW * number + _ROW / 2
        parts.append(f'<g class="kind-{escape(dot.kind)}">')
        parts.append(f'<text class="label" x="0" y="{y + 4}">{escape(dot.label)}</text>')
        parts.append(
            f'<line class="whisker" x1="{_x(dot.low)}" x2="{_x(dot.high)}" y1="{y}" y2="{y}"/>'
        )
        parts.append(_mark(dot.kind, _x(dot.value), y))
        x = _LABEL + _AXIS + _VALUE
        parts.append(f'<text class="value" x="{x}" y="{y + 4}">{dot.value:.2f}</text></g>')
    return "".join([*parts, "</svg>"])


def _x(value: float) -> float:
    return round(_LABEL + 6 + (_AXIS - 12) * value, 1)


def _mark(kind: str, x: float, y: float) -> str:
    """Circle (open for the base), diamond for corrected, open square for baselines and controls."""
    if kind == "corrected":
        points = f"{x},{y - 7} {x + 7},{y} {x},{y + 7} {x - 7},{y}"
        return f'<polygon class="mark" points="{points}"/>'
    if kind in ("baseline", "control"):
        return f'<rect class="mark open" x="{x - 5}" y="{y - 5}" width="10" height="10"/>'
    return f'<circle class="mark{" open" if kind == "base" else ""}" cx="{x}" cy="{y}" r="5.5"/>'


def loss_chart(curve: Sequence[tuple[float, float]]) -> str:
    """Training loss over steps; SVG, 460 x 240 units; ValueError for fewer than two points."""
    if len(curve) < 2:
        raise ValueError(f"a curve needs two points, this one has {len(curve)}")
    steps, losses = [p[0] for p in curve], [p[1] for p in curve]
    left, right, top, bottom = 44, 440, 12, 200
    highest = max(losses)
    unit = _tick_unit(highest)
    ceiling = unit * ceil(highest / unit)

    def x(step: float) -> float:
        return round(left + (right - left) * (step - steps[0]) / (steps[-1] - steps[0]), 1)

    def y(loss: float) -> float:
        return round(bottom - (bottom - top) * loss / ceiling, 1)

    text = f"Training loss falls from {losses[0]:.2f} at step {steps[0]:g} to {losses[-1]:.2f}"
    parts = [_open(460, 240, f"{text} at step {steps[-1]:g}")]
    for n in range(round(ceiling / unit) + 1):
        level = y(n * unit)
        parts.append(f'<line class="grid" x1="{left}" x2="{right}" y1="{level}" y2="{level}"/>')
        parts.append(f'<text class="value" x="{left - 8}" y="{level + 4}">{n * unit:g}</text>')
    for step in sorted({steps[0], floor((steps[0] + steps[-1]) / 2), steps[-1]}):
        parts.append(f'<text class="tick" x="{x(step)}" y="{bottom + 18}">{step:g}</text>')
    parts.append(f'<text class="tick" x="{(left + right) / 2}" y="{bottom + 36}">step</text>')
    points = " ".join(f"{x(s)},{y(v)}" for s, v in curve)
    parts.append(f'<polyline class="curve" points="{points}"/>')
    for step, loss, anchor, shift in (
        (steps[0], losses[0], "start", 10),
        (steps[-1], losses[-1], "end", 0),
    ):
        parts.append(f'<circle class="curve-end" cx="{x(step)}" cy="{y(loss)}" r="4"/>')
        parts.append(
            f'<text class="curve-label" style="text-anchor:{anchor}" x="{x(step) + shift}" '
            f'y="{y(loss) - (10 if shift == 0 else -4)}">{loss:.2f}</text>'
        )
    return "".join([*parts, "</svg>"])


def _tick_unit(highest: float) -> float:
    """A round step of the axis, so that there are three to six lines: 0.5 for 2.6."""
    for unit in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0):
        if highest / unit <= 6:
            return unit
    return 10.0 ** ceil(len(str(int(highest))) - 1)


def _open(width: int, height: int, said: str) -> str:
    return (
        f'<svg class="chart" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(said, quote=True)}" xmlns="http://www.w3.org/2000/svg">'
    )
