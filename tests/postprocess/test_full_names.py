"""Full names of genes are read as symbols, and loops told, as by ways that look everywhere."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postprocess import repetition as loops
from postprocess.facts import book_of
from postprocess.full_names import with_symbols
from postprocess.registry import GeneRegistry


def test_names_of_several_words_are_read_as_symbols(registry: GeneRegistry) -> None:
    """Between any two words, and before any mark, wherever one gene alone has the name."""
    book = book_of(registry)
    sole = {symbol: name for name, symbol in book.full_names.symbols.items() if symbol}
    marks = ("", ",", ".", ":", ";", ")", " acts")
    for (symbol, name), mark in zip(sorted(sole.items()), itertools.cycle(marks), strict=False):
        if name[-1] in ")]" and mark != ".":
            continue
        read = with_symbols(f"it binds {name.upper()}{mark} in cells", book)
        assert f" {symbol}{mark} in cells" in read


def test_the_longest_of_two_names_is_meant(registry: GeneRegistry) -> None:
    book = book_of(registry)
    names = [name for name, symbol in book.full_names.symbols.items() if symbol]
    inside = [(a, b) for a in names for b in names if a != b and f"{a} " in b]
    for short, long in inside[:50]:
        read = with_symbols(f"binds {long} well", book)
        assert book.full_names.symbols[long] in read
        assert short not in read.lower()


def test_a_text_without_names_stays(registry: GeneRegistry) -> None:
    text = "It binds DNA in the cells of 1 tissue (liver), locus 2."
    assert with_symbols(text, book_of(registry)) == text


@settings(max_examples=300, deadline=None)
@given(st.integers(min_value=0))
def test_a_loop_is_never_missed_by_the_first_look(seed: int) -> None:
    rng = random.Random(seed)
    words = rng.choices("ABCD"[: rng.randint(1, 4)], k=rng.randint(1, 12))
    unit = rng.choices("ABCDE", k=rng.randint(1, 5))
    text = " ".join([*words, *unit * rng.randint(1, 7), *rng.choices("ABF", k=rng.randint(0, 4))])
    first = loops.find_repetition(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(loops, "_may_loop", lambda triples: True)
        assert loops.find_repetition(text) == first
