"""The audit finds what is planted on two sides, and lets a clean data set pass."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from gene_world import gene, world

from datasets_builders.errors import DataError
from datasets_builders.genes.audit import Audit, audit, check_relatives
from datasets_builders.genes.builder import write_config
from datasets_builders.genes.groups import split_genes
from datasets_builders.genes.records import GeneRecord
from datasets_builders.genes.rows import Rows, config_rows

SEED = 3
Spoil = Callable[[dict[str, Rows]], None]


@pytest.fixture(scope="module")
def records() -> list[GeneRecord]:
    return world()


def audited(records: list[GeneRecord], folder: Path, spoil: Spoil = lambda rows: None) -> Audit:
    assignment = split_genes(records, seed=SEED)
    rows = config_rows(records, assignment, {}, seed=SEED, configs=["ncbi", "grounded"])
    spoil(rows)
    for config, splits in rows.items():
        write_config(splits, config, folder / config)
    return audit(folder, records, assignment)


def failing(result: Audit) -> set[str]:
    return {check.name for check in result.checks if check.violations}


def test_a_clean_data_set_passes_and_the_file_tells_the_rule_and_the_figures(
    records: list[GeneRecord], tmp_path: Path
) -> None:
    result = audited(records, tmp_path)
    result.raise_if_leaking()
    data = result.to_json()
    assert data["passed"] is True
    assert data["violations"] == []
    assert "HGNC gene group" in data["rule"]
    genes = data["genes_by_side"]
    assert sum(genes.values()) + data["dropped_bridging"] == len(records)
    assert sum(data["units_by_side"].values()) == data["units"]
    assert all(c["compared"] > 0 for c in data["checks"] if "summaries" not in c["name"])


def test_a_gene_moved_to_another_split_is_found_through_its_family_and_its_pseudogene(
    records: list[GeneRecord], tmp_path: Path
) -> None:
    def move(rows: dict[str, Rows]) -> None:
        for splits in rows.values():
            row = next(r for r in splits["train"] if r.subject.endswith("M2"))
            splits["train"].remove(row)
            splits["test"].append(row)

    result = audited(records, tmp_path, move)
    assert {
        "gene groups (families)",
        "pseudogenes, parents and siblings",
        "blocks",
    } <= failing(result)
    with pytest.raises(DataError, match=r"the splits leak in \d+ places: .* on test and .*train"):
        result.raise_if_leaking()
    assert result.to_json()["passed"] is False


def test_a_row_that_stands_on_two_sides_and_an_id_twice_are_found(
    records: list[GeneRecord], tmp_path: Path
) -> None:
    def copy(rows: dict[str, Rows]) -> None:
        rows["ncbi"]["paper"].append(rows["ncbi"]["train"][0])

    assert {
        "HGNC ids",
        "symbols",
        "identical answers",
        "row ids, each once in a configuration",
    } <= failing(audited(records, tmp_path, copy))


def test_a_test_genes_record_in_a_training_prompt_is_found(
    records: list[GeneRecord], tmp_path: Path
) -> None:
    def show(rows: dict[str, Rows]) -> None:
        line = rows["grounded"]["paper"][0].question.split("\n")[1]
        first = rows["grounded"]["train"][0]
        rows["grounded"]["train"][0] = replace(
            first, question=first.question.replace("Records:\n", f"Records:\n{line}\n")
        )

    assert failing(audited(records, tmp_path, show)) == {"genes whose records stand in prompts"}


@pytest.mark.parametrize(
    ("one", "other", "check"),
    [
        (gene("A", 1, groups=("Caspases",)), gene("B", 2, groups=("Caspases",)), "gene groups"),
        (gene("A", 1, aliases=("p40",)), gene("B", 2, previous=("P40",)), "shared aliases"),
        (gene("A", 1, aliases=("b",)), gene("B", 2), "shared aliases"),
        (gene("RPL37", 1), gene("RPL37P24", 2, locus_type="pseudogene"), "pseudogenes"),
        (
            gene("AP1", 1, locus_type="pseudogene"),
            gene("AP2", 2, locus_type="pseudogene"),
            "pseudogenes",
        ),
        (
            gene("A", 1, name="Protein Seven"),
            gene("B", 2, name="protein seven pseudogene 3", locus_type="pseudogene"),
            "pseudogenes",
        ),
        (
            gene("A", 1, summary="It binds odorants."),
            gene("B", 2, summary="It binds odorants."),
            "RefSeq summaries",
        ),
    ],
)
def test_every_kind_of_relation_is_found(one: GeneRecord, other: GeneRecord, check: str) -> None:
    checks = check_relatives([(one, "train"), (other, "test")])
    found = [c for c in checks if c.violations]
    assert len(found) == 1
    assert found[0].name.startswith(check)
    assert "A" in found[0].violations[0] or "RPL37" in found[0].violations[0]
    assert not any(c.violations for c in check_relatives([(one, "test"), (other, "test")]))


def test_members_of_a_class_are_no_relatives() -> None:
    one, other = (gene(symbol, n, groups=("MicroRNAs",)) for n, symbol in enumerate("AB"))
    assert not any(c.violations for c in check_relatives([(one, "train"), (other, "test")]))
