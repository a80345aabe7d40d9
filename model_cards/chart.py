"""Intervals drawn in text: readable in a terminal, on the Hub and in black and white.

>>> print(interval_chart([("base", 0.0, 0.0, 0.1), ("this adapter", 0.58, 0.42, 0.73)]))
              0                  0.5                  1
base          ●━━━━                                      0.00
this adapter                   ━━━━━━●━━━━━━             0.58
"""

from collections.abc import Sequence

WIDTH = 41  # columns from 0 to 1, so that one is 0.025
LABEL = 34


def interval_chart(rows: Sequence[tuple[str, float, float, float]]) -> str:
    """A line for each (label, value, low, high), all between 0 and 1."""
    labels = [label if len(label) <= LABEL else label[: LABEL - 1] + "…" for label, *_ in rows]
    room = max(map(len, labels), default=0)
    half = WIDTH // 2
    lines = [f"{'':{room}}  {'0':<{half - 1}}{'0.5':<{half + 1}}1"]
    for label, (_, value, low, high) in zip(labels, rows, strict=True):
        cells = [" "] * WIDTH
        for column in range(_column(low), _column(high) + 1):
            cells[column] = "━"
        cells[_column(value)] = "●"
        lines.append(f"{label:{room}}  {''.join(cells)}  {value:.2f}")
    return "\n".join(lines)


def _column(value: float) -> int:
    return round(min(max(value, 0.0), 1.0) * (WIDTH - 1))
