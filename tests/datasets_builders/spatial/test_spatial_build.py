"""The published folder: splits that hold out what they say, rows that a trainer takes, an audit
that stops a data set which can be answered without looking."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from datasets_builders.audits import LeakError
from datasets_builders.errors import DataError
from datasets_builders.schema import MARKER_QUESTION, ROW_FEATURES
from datasets_builders.spatial.audit import GuessableError, audit
from datasets_builders.spatial.build import How, SpatialReport, build
from datasets_builders.spatial.patterns import highest, moran_i
from datasets_builders.spatial.simulate import Simulation, simulate
from datasets_builders.spatial.truth import Thresholds

TESTS = ("test_genes", "test_cell_types", "test_sections")


def rows(built: SpatialReport, config: str, split: str) -> list[dict[str, Any]]:
    table: list[dict[str, Any]] = pq.read_table(
        built.folder / config / f"{split}.parquet"
    ).to_pylist()
    return table


def test_every_split_is_there_and_even(built: SpatialReport) -> None:
    assert set(built.rows["marker"]) == {"train", "validation", *TESTS, "paper"}
    for split in ("train", "validation", *TESTS):
        found = rows(built, "marker", split)
        for column in ("gene", "cell_type"):
            yes = Counter(r[column] for r in found if r["label"] == "yes")
            assert yes == Counter(r[column] for r in found if r["label"] == "no")


def test_what_is_held_out_is_not_in_train(built: SpatialReport) -> None:
    train = rows(built, "marker", "train")
    seen = {name: {r[name] for r in train} for name in ("gene", "cell_type", "section")}
    pairs = {(r["gene"], r["cell_type"]) for r in train}
    assert seen["gene"].isdisjoint(r["gene"] for r in rows(built, "marker", "test_genes"))
    held = {r["cell_type"] for r in rows(built, "marker", "test_cell_types")}
    assert held == built.plan.held_types and seen["cell_type"].isdisjoint(held)
    sections = rows(built, "marker", "test_sections")
    assert seen["section"].isdisjoint(r["section"] for r in sections)
    assert pairs.isdisjoint((r["gene"], r["cell_type"]) for r in sections)


def test_a_row_has_the_common_schema_and_its_truth(built: SpatialReport) -> None:
    row = next(r for r in rows(built, "marker", "train") if r["label"] == "yes")
    assert list(row)[: len(ROW_FEATURES)] == list(ROW_FEATURES)
    user, assistant = row["messages"]
    question = MARKER_QUESTION.format(symbol=row["gene"], cell_type=row["cell_type"])
    assert user == {"role": "user", "content": question}
    assert assistant["content"] == row["answer"] and row["answer"].startswith("Yes, ")
    assert row["source"] == "marker:simulated-types" and row["group"] == f"gene:{row['gene']}"
    bounds = Thresholds(**json.loads(row["thresholds"]))
    assert row["log2_fold_change"] >= bounds.yes_log2_fold_change
    assert row["adjusted_p"] < bounds.adjusted_p
    assert json.loads(row["scaling"])["high"] > 0
    assert row["images"][0]["path"] is None and len(row["images"][0]["bytes"]) > 500


def test_the_papers_split_is_whole_and_says_what_it_lacks(built: SpatialReport) -> None:
    found = rows(built, "marker", "paper")
    assert len(found) == 40 and all(r["images"] == [] for r in found)
    assert {r["source"] for r in found} == {"marker:paper"}
    facts = json.loads((built.folder / "geneverse.json").read_text())
    assert any("0.925" in said and "0 of the 40" in said for said in facts["caveats"])
    weak = [m for m in built.audit.rules if (m.split, m.rule) == ("paper", "cell type only")]
    assert weak[0].fitted_to_the_split_itself == pytest.approx(0.925)


def test_it_loads_by_name_and_streams(built: SpatialReport) -> None:
    from datasets import load_dataset

    files = {p.stem: str(p) for p in (built.folder / "marker").iterdir()}
    loaded = load_dataset("parquet", data_files=files)
    assert loaded["train"][0]["images"][0].size == (336, 336)
    stream = load_dataset("parquet", data_files=files, split="test_genes", streaming=True)
    assert next(iter(stream))["images"][0].size == (336, 336)


def test_the_same_sections_give_the_same_bytes(
    simulation: Simulation, built: SpatialReport, tmp_path: Path
) -> None:
    again = build(simulation.sections, tmp_path, configs=["marker"])
    for path in (built.folder / "marker").iterdir():
        assert (again.folder / "marker" / path.name).read_bytes() == path.read_bytes()


def rewritten(built: SpatialReport, folder: Path, split: str, keep: str) -> Path:
    """The data set with one split made anew from what ``keep`` chooses."""
    import shutil

    shutil.copytree(built.folder, folder)
    path = folder / "marker" / f"{split}.parquet"
    table = pq.read_table(path)
    if keep == "yes":
        mask = [r["label"] == "yes" or n % 3 == 0 for n, r in enumerate(table.to_pylist())]
        table = table.filter(pa.array(mask))
    else:
        table = pa.concat_tables([table, pq.read_table(folder / "marker" / f"{keep}.parquet")])
    pq.write_table(table, path)
    return folder


def test_rows_that_a_rule_can_guess_stop_the_build(built: SpatialReport, tmp_path: Path) -> None:
    found = audit(rewritten(built, tmp_path / "a", "test_genes", "yes"), ["marker"])
    assert not found.to_json()["passed"]
    worst = {m.rule: m for m in found.rules if m.split == "test_genes"}
    assert not worst["constant"].passed and not worst["gene only"].passed
    with pytest.raises((LeakError, GuessableError)):
        found.raise_if_guessable()
    only_rules = replace(found, checks=())
    with pytest.raises(GuessableError, match=r"gene only.*limit 0.55"):
        only_rules.raise_if_guessable()


@pytest.mark.parametrize("split", TESTS)
def test_a_leak_stops_the_build(built: SpatialReport, tmp_path: Path, split: str) -> None:
    found = audit(rewritten(built, tmp_path / "a", "train", split), ["marker"])
    with pytest.raises(LeakError):
        found.raise_if_guessable()


def test_a_failed_audit_leaves_the_old_folder(
    simulation: Simulation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datasets_builders.spatial import asked

    (tmp_path / "spatial-markers").mkdir()
    (tmp_path / "spatial-markers" / "old").write_text("old")

    def all_of_them(yes: Any, no: Any, **_: Any) -> Any:
        return yes, no

    monkeypatch.setattr(asked, "balanced", all_of_them)
    with pytest.raises(DataError, match="nothing was written"):
        build(simulation.sections, tmp_path, configs=["marker"])
    assert [p.name for p in tmp_path.iterdir()] == ["spatial-markers"]
    assert (tmp_path / "spatial-markers" / "old").read_text() == "old"


def test_one_section_alone_has_no_test_sections(simulation: Simulation, tmp_path: Path) -> None:
    found = build(simulation.sections[:1], tmp_path, configs=["marker"])
    assert "test_sections" in found.missing["marker"]
    assert "test_sections" not in found.rows["marker"]


def test_nothing_clear_is_an_error_that_says_why(tmp_path: Path) -> None:
    section = simulate(cells=200, genes=10, types=2, sections=1).sections[0]
    how = How(thresholds=Thresholds(yes_log2_fold_change=50.0))
    with pytest.raises(DataError, match=r"no question could be balanced.*'yes': 0"):
        build([section], tmp_path, how=how, configs=["marker"])
    with pytest.raises(DataError, match="unknown configuration"):
        build([section], tmp_path, configs=["markers"])


def test_sections_of_one_name_are_refused(simulation: Simulation, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="two sections have one name"):
        build([simulation.sections[0]] * 2, tmp_path, configs=["marker"])


def test_where_it_is_highest_is_the_quarter_of_the_highest_mean(simulation: Simulation) -> None:
    section = simulation.sections[0]
    where, total = section.coordinates, np.asarray(section.counts.sum(axis=1)).ravel()
    middle = (where.min(axis=0) + where.max(axis=0)) / 2
    sides = {"upper": where[:, 1] <= middle[1], "lower": where[:, 1] > middle[1],
             "left": where[:, 0] <= middle[0], "right": where[:, 0] > middle[0]}  # fmt: skip
    found = highest(section)
    assert len(found) >= 10
    for one in found:
        value = section.column(one.gene) / total
        means = {q: value[sides[q.split()[0]] & sides[q.split()[1]]].mean() for q in one.options}
        assert one.right == max(means, key=lambda q: means[q])


@pytest.mark.slow
def test_morans_i_is_squidpys_and_knows_a_gradient(simulation: Simulation) -> None:
    section = simulation.sections[0]
    found, p = moran_i(section)
    role = {r: [n for n, g in enumerate(section.genes) if simulation.roles[g] == r]
            for r in set(simulation.roles.values())}  # fmt: skip
    assert np.mean(found[role["gradient"]]) > np.mean(found[role["housekeeping"]]) + 0.1
    assert (p[role["gradient"]] < 0.01).mean() > 0.8
