"""Splits by unit, the paper's entries apart, none empty as long as there are units."""

from datasets_builders.proteins.split import (
    PAPER_ENTRIES,
    held_out,
    split_structures,
)


def many(count: int) -> dict[str, str]:
    return {f"P{n:05}-F1": f"cluster:P{n:05}-F1" for n in range(count)}


def test_the_paper_has_twenty_entries_and_their_kin_is_in_test() -> None:
    assert len(PAPER_ENTRIES) == 20 and "Q8WXI7-F48" in PAPER_ENTRIES
    unit = many(200)
    unit |= {"Q8WXI7-F48": "cluster:muc16", "Q8WXI7-F1": "cluster:muc16", "P9-F1": "cluster:muc16"}
    side = split_structures(unit, seed=1).side
    assert side["Q8WXI7-F48"] == "paper"
    assert side["Q8WXI7-F1"] == side["P9-F1"] == "test"


def test_a_papers_accession_is_never_in_train_even_without_its_entry() -> None:
    for seed in range(20):
        side = split_structures({**many(30), "Q8WXI7-F1": "cluster:muc16"}, seed=seed).side
        assert side["Q8WXI7-F1"] == "test"


def test_a_unit_is_never_divided_and_order_does_not_matter() -> None:
    unit = {key: f"cluster:{n // 3}" for n, key in enumerate(many(300))}
    made = split_structures(unit, seed=5)
    sides = {(unit[key], side) for key, side in made.side.items()}
    assert len(sides) == len(set(unit.values()))
    back = split_structures(dict(reversed(unit.items())), seed=5)
    assert dict(back.side) == dict(made.side)
    assert dict(split_structures(unit, seed=6).side) != dict(made.side)


def test_no_split_is_empty_as_long_as_there_are_units() -> None:
    for seed in range(40):
        for count, wanted in ((1, {"train"}), (2, {"train", "test"})):
            assert set(split_structures(many(count), seed=seed).side.values()) == wanted
        for count in (3, 5, 12):
            sides = set(split_structures(many(count), seed=seed).side.values())
            assert sides == {"train", "validation", "test"}


def test_a_proteome_holds_out_four_percent_and_a_small_set_more() -> None:
    assert held_out(15000) == 0.04 and held_out(20) == 0.2 and held_out(250) == 0.08
    side = split_structures(many(10000), seed=1).side
    assert 300 < sum(s == "test" for s in side.values()) < 500
