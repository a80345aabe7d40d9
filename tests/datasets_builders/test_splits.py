"""What a split promises: nothing that belongs together is on two sides, and a seed decides."""

import random
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets_builders.splits import SIDES, UnionFind, assign, share


@st.composite
def worlds(draw: st.DrawFn) -> tuple[dict[str, str], dict[str, set[str]], set[str]]:
    n = draw(st.integers(1, 60))
    members = [f"g{i}" for i in range(n)]
    block = {m: f"b{draw(st.integers(0, n // 2))}" for m in members}
    ties = {m: set(draw(st.lists(st.sampled_from("stuvwxyz"), max_size=3))) for m in members}
    return block, ties, set(draw(st.lists(st.sampled_from(members), max_size=3)))


@settings(max_examples=150, deadline=None)
@given(worlds(), st.integers(0, 5))
def test_no_block_and_no_tie_is_on_two_sides(
    world: tuple[dict[str, str], dict[str, set[str]], set[str]], seed: int
) -> None:
    block, ties, paper = world
    result = assign(block, ties, paper=paper, seed=seed, test_share=0.3, validation_share=0.3)
    sides = defaultdict(set)
    for member, split in result.side.items():
        if split is None:
            assert member not in paper
            continue
        for unit in {block[member], *ties[member]}:
            sides[unit].add(SIDES[split])
    assert all(len(found) == 1 for found in sides.values())
    assert set(result.members("paper")) == paper


@settings(max_examples=50, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_the_members_does_not_matter(
    world: tuple[dict[str, str], dict[str, set[str]], set[str]], rng: random.Random
) -> None:
    block, ties, paper = world
    members = list(block)
    rng.shuffle(members)
    again = {m: block[m] for m in members}
    assert (
        assign(block, ties, paper=paper, seed=1).side
        == assign(again, ties, paper=paper, seed=1).side
    )


def test_a_block_that_bridges_two_sides_is_in_no_split_and_is_counted() -> None:
    block = {f"m{i}": f"b{i}" for i in range(200)}
    ties = {f"m{i}": {f"t{i}"} for i in range(200)}
    side = assign(block, ties, paper=(), seed=0).side
    train = next(m for m, s in side.items() if s == "train")
    test = next(m for m, s in side.items() if s == "test")
    ties["bridge"] = ties[train] | ties[test]
    block["bridge"] = "bridge"
    result = assign(block, ties, paper=(), seed=0)
    assert result.side["bridge"] is None
    assert result.dropped == 1
    assert result.blocks_by_side()["bridges two sides"] == 1


def test_relatives_of_a_paper_gene_are_on_the_test_side() -> None:
    block = {"GLI1": "a", "GLI1P1": "a", "GLI3": "b", "other": "c"}
    ties = {"GLI1": {"zinc"}, "GLI3": {"zinc"}}
    for seed in range(20):
        side = assign(block, ties, paper={"GLI1"}, seed=seed).side
        assert (side["GLI1"], side["GLI1P1"], side["GLI3"]) == ("paper", "test", "test")


def test_the_shares_are_met_and_another_seed_gives_another_split() -> None:
    block = {f"m{i}": f"b{i}" for i in range(5000)}
    one, two = (assign(block, {}, paper=(), seed=s).side for s in (1, 2))
    assert one != two
    counts = [sum(s == split for s in one.values()) for split in ("test", "validation")]
    assert counts == pytest.approx([200, 200], abs=50)


def test_share_depends_on_nothing_but_its_arguments() -> None:
    assert share(13, "tie", "group:28") == pytest.approx(share(13, "tie", "group:28"))
    assert share(1, "a", "b") != share(1, "ab", "")
    assert 0 <= share(1, "x") < 1


def test_union_find_joins_transitively() -> None:
    sets: UnionFind[str] = UnionFind()
    sets.union("a", "b")
    sets.union("c", "b")
    assert sets.find("a") == sets.find("c") != sets.find("d")
