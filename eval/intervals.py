"""95% intervals of a mean: bootstrap for graded scores, Wilson for scores that are 0 or 1.

``interval([1.0] * 20)`` is ``Interval(value=1.0, low=0.839, high=1.0, n=20, method="wilson")``: the
bootstrap of 20 ones would say that nothing is uncertain.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

SAMPLES = 2000
SEED = 20240101
LEVEL = 0.95
_Z = 1.959963984540054  # the standard normal's 97.5% point, for LEVEL
_CHUNK = 4_000_000  # numbers drawn at once: 32 MB


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its interval; ``method`` is ``"bootstrap"``, ``"wilson"`` or ``"none"``."""

    value: float
    low: float
    high: float
    n: int
    method: str


def interval(
    values: Sequence[float], *, binary: bool, samples: int = SAMPLES, seed: int = SEED
) -> Interval:
    """The mean of ``values`` with its 95% interval; ValueError without values."""
    if not len(values):
        raise ValueError("the mean of no values")
    array = np.asarray(values, dtype=np.float64)
    mean = float(array.mean())
    if binary:
        low, high = wilson(int(array.sum()), len(array))
        return Interval(mean, low, high, len(array), "wilson")
    low, high = bootstrap(array, samples=samples, seed=seed)
    return Interval(mean, low, high, len(array), "bootstrap")


def bootstrap(
    values: np.ndarray[tuple[int], np.dtype[np.float64]], *, samples: int, seed: int
) -> tuple[float, float]:
    """The 2.5% and 97.5% percentiles of ``samples`` resampled means (Efron 1979)."""
    rng = np.random.default_rng(seed)
    n = len(values)
    rows = max(1, _CHUNK // n)
    means = np.concatenate(
        [
            values[rng.integers(0, n, size=(min(rows, samples - start), n))].mean(axis=1)
            for start in range(0, samples, rows)
        ]
    )
    low, high = np.percentile(means, [100 * (1 - LEVEL) / 2, 100 * (1 + LEVEL) / 2])
    return float(low), float(high)


def wilson(successes: int, n: int) -> tuple[float, float]:
    """Wilson's score interval (1927) of a proportion: 19 of 20 gives 0.764 to 0.991."""
    share, z2 = successes / n, _Z**2
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z * (share * (1 - share) / n + z2 / (4 * n * n)) ** 0.5 / (1 + z2 / n)
    return max(0.0, centre - half), min(1.0, centre + half)
