"""Questions are balanced within each gene and each type, as many as can be, whatever the truth."""

import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets_builders.spatial.paper import PAPER_QUESTIONS, type_only_score, weakness
from datasets_builders.spatial.patterns import QUARTERS, Pattern, evened, matched
from datasets_builders.spatial.questions import Pair, balanced, foursomes
from datasets_builders.spatial.truth import GREY, NO, YES

Table = list[list[int]]


def split(table: Table) -> tuple[list[Pair], list[Pair]]:
    pairs = {(f"g{g}", f"t{t}"): a for g, row in enumerate(table) for t, a in enumerate(row)}
    return [p for p, a in pairs.items() if a == YES], [p for p, a in pairs.items() if a == NO]


def even(yes: list[Pair], no: list[Pair]) -> bool:
    return all(Counter(p[n] for p in yes) == Counter(p[n] for p in no) for n in (0, 1))


tables = st.integers(2, 5).flatmap(
    lambda types: st.lists(
        st.lists(st.sampled_from([YES, NO, GREY]), min_size=types, max_size=types),
        min_size=1,
        max_size=8,
    )
)


@given(table=tables, seed=st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_every_gene_and_every_type_has_as_many_yes_as_no(table: Table, seed: int) -> None:
    yes, no = split(table)
    asked = balanced(yes, no, seed=seed)
    assert even(*asked)
    assert set(asked[0]) <= set(yes) and set(asked[1]) <= set(no)
    assert len(set(asked[0])) == len(asked[0])


def test_it_is_the_largest_such_choice() -> None:
    rng = np.random.default_rng(0)
    for _ in range(5):
        yes, no = split(rng.choice([YES, NO, GREY], size=(3, 3)).tolist())
        best = max(
            n
            for n in range(len(yes) + 1)
            for a in itertools.combinations(yes, n)
            for b in itertools.combinations(no, n)
            if even(list(a), list(b))
        )
        assert len(balanced(yes, no, seed=1)[0]) == best


def test_a_bound_holds_for_each_gene() -> None:
    yes, no = split([[YES, YES, NO, NO], [NO, NO, YES, YES]])
    assert len(balanced(yes, no, seed=0)[0]) == 4
    bound = balanced(yes, no, seed=0, most=1)
    assert len(bound[0]) == 2 and even(*bound)


def test_the_seed_chooses_among_equals() -> None:
    table = [[YES, NO, NO, NO], [NO, YES, NO, NO], [NO, NO, YES, NO], [NO, NO, NO, YES]]
    found = {tuple(sorted(balanced(*split(table), seed=s)[1])) for s in range(8)}
    assert len(found) > 1


def test_without_a_cycle_nothing_is_asked() -> None:
    assert balanced(*split([[YES, NO], [YES, NO]]), seed=0) == ([], [])
    assert balanced([], [], seed=0) == ([], [])


def test_four_genes_over_the_same_four_types_each_right_once() -> None:
    types = [f"t{n}" for n in range(6)]
    genes = [f"g{n}" for n in range(24)]
    answers = {
        (g, t): YES if n % 6 == m else NO for n, g in enumerate(genes) for m, t in enumerate(types)
    }
    found = foursomes(genes, types, answers, seed=3)
    assert found and len(found) % 4 == 0
    assert len({one.gene for one in found}) == len(found)
    for n in range(0, len(found), 4):
        four = found[n : n + 4]
        assert len({frozenset(one.options) for one in four}) == 1
        assert {one.right for one in four} == set(four[0].options)
        assert {one.options.index(one.right) for one in four} == {0, 1, 2, 3}


def test_a_gene_with_an_unclear_option_is_in_no_choice() -> None:
    types = ["a", "b", "c", "d"]
    answers = {(t, u): YES if t == u else NO for t in types for u in types}
    assert len(foursomes(types, types, answers, seed=0)) == 4
    assert foursomes(types, types, {**answers, ("a", "b"): GREY}, seed=0) == []


def test_varying_genes_are_paired_with_even_ones_of_like_strength() -> None:
    strong = [Pattern("a", "yes", strength=9.0), Pattern("b", "yes", strength=1.0)]
    others = [Pattern(f"n{s}", "no", strength=float(s)) for s in (0, 1, 5, 9, 12)]
    assert {p.gene for p in matched([*strong, *others])} == {"a", "b", "n9", "n1"}
    assert matched(strong) == []


def test_each_quarter_is_right_equally_often() -> None:
    found = [Pattern(f"g{n}", QUARTERS[n % 4 if n < 12 else 0], QUARTERS) for n in range(20)]
    assert set(Counter(p.right for p in evened(found, 1)).values()) == {3}
    assert evened(found[:3], 1) == []


def test_the_papers_questions_and_their_weakness_are_computed() -> None:
    assert len(PAPER_QUESTIONS) == 40
    assert Counter(a for _, _, a in PAPER_QUESTIONS) == {"yes": 20, "no": 20}
    negatives = Counter(t for _, t, a in PAPER_QUESTIONS if a == "no")
    assert negatives == {"CRABP2+ Malignant": 17, "Macrophage": 3}
    assert type_only_score() == pytest.approx(0.925)
    assert "0.925" in weakness()
    assert type_only_score([("g", "t", "yes"), ("g", "t", "no")]) == 0.5
