"""Intervals: known values, a plain re-implementation, and coverage of the truth."""

import numpy as np
import pytest

from eval.intervals import bootstrap, interval, wilson


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    # 19/20 and 17/20 as every statistics package has them
    [(19, 20, 0.7639, 0.9911), (17, 20, 0.6396, 0.9476), (20, 20, 0.8389, 1.0), (0, 20, 0, 0.1611)],
)
def test_wilson(successes: int, n: int, low: float, high: float) -> None:
    assert wilson(successes, n) == pytest.approx((low, high), abs=1e-4)


def test_bootstrap_agrees_with_a_plain_loop() -> None:
    values = np.random.default_rng(3).beta(2, 5, size=200)
    low, high = bootstrap(values, samples=2000, seed=1)
    rng = np.random.default_rng(2)
    means = sorted(float(np.mean(rng.choice(values, 200))) for _ in range(2000))
    assert (low, high) == pytest.approx((means[50], means[1949]), abs=0.004)
    assert low < values.mean() < high


def test_the_seed_decides() -> None:
    values = np.linspace(0, 1, 50)
    once, again, other = (bootstrap(values, samples=500, seed=s) for s in (1, 1, 2))
    assert once == again != other


def test_coverage_of_the_true_mean() -> None:
    rng = np.random.default_rng(0)
    hits = 0
    for n in range(200):
        low, high = bootstrap(rng.normal(0.5, 0.1, size=60), samples=400, seed=n)
        hits += low <= 0.5 <= high
    assert 0.88 <= hits / 200 <= 0.99


def test_ones_are_not_certain_and_nothing_has_no_mean() -> None:
    found = interval([1.0] * 20, binary=True)
    assert (found.value, found.n, found.method) == (1.0, 20, "wilson")
    assert found.low == pytest.approx(0.8389, abs=1e-4)
    assert interval([0.25, 0.75], binary=False).method == "bootstrap"
    with pytest.raises(ValueError, match="no values"):
        interval([], binary=True)
