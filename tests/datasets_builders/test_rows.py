"""Instruction rows by configuration and split."""

from dataclasses import replace

import pytest
from gene_world import gene, world

from datasets_builders.errors import DataError
from datasets_builders.genes.description import describe
from datasets_builders.genes.groups import split_genes
from datasets_builders.genes.records import GeneRecord
from datasets_builders.genes.rows import CONFIGS, Rows, config_rows
from datasets_builders.schema import GENE_QUESTION
from datasets_builders.splits import SPLITS

SEED = 3


def make(
    records: list[GeneRecord], synthetic: dict[str, str] | None = None, **options: object
) -> dict[str, Rows]:
    texts = {r.symbol: f"About {r.symbol}." for r in records} if synthetic is None else synthetic
    assignment = split_genes(records, seed=SEED)
    return config_rows(records, assignment, texts, seed=SEED, **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def rows() -> dict[str, Rows]:
    return make(world())


def test_all_four_configurations_have_all_four_splits(rows: dict[str, Rows]) -> None:
    assert set(rows) == set(CONFIGS)
    assert all(rows[c][s] for c in CONFIGS for s in SPLITS)


def test_an_ncbi_row_asks_the_papers_question_and_answers_with_the_description(
    rows: dict[str, Rows],
) -> None:
    record = next(r for r in world() if r.symbol == "GLI1")
    row = next(r for r in rows["ncbi"]["paper"] if r.subject == "GLI1")
    assert row.id == f"{record.hgnc_id}/ncbi"
    assert row.question == GENE_QUESTION.format(symbol="GLI1")
    assert row.answer == describe(record)
    assert row.group == f"block:{record.hgnc_id}"
    assert (row.stratum, row.source) == (record.locus_type, "ncbi")
    messages = row.to_dict()["messages"]
    assert [m["role"] for m in messages] == ["user", "assistant"]
    assert messages[-1]["content"] == row.answer


def test_only_protein_coding_genes_have_synthetic_rows(rows: dict[str, Rows]) -> None:
    strata = {r.stratum for s in SPLITS for r in rows["synthetic"][s]}
    assert strata == {"gene with protein product"}
    assert "pseudogene" in {r.stratum for s in SPLITS for r in rows["ncbi"][s]}


def test_combined_is_both_with_the_rows_of_a_gene_side_by_side(rows: dict[str, Rows]) -> None:
    for split in SPLITS:
        both = rows["ncbi"][split] + rows["synthetic"][split]
        assert sorted(r.id for r in rows["combined"][split]) == sorted(r.id for r in both)
        numbers = [int(r.id.split("/")[0][5:]) for r in rows["combined"][split]]
        assert numbers == sorted(numbers)


def test_ids_are_unique_in_a_configuration(rows: dict[str, Rows]) -> None:
    for config in CONFIGS:
        ids = [r.id for s in SPLITS for r in rows[config][s]]
        assert len(ids) == len(set(ids))


def test_withdrawn_genes_have_no_row() -> None:
    records = [
        replace(r, status="Entry Withdrawn") if r.symbol == "FAMX3M1" else r for r in world()
    ]
    subjects = {r.subject for s in make(records).values() for split in s.values() for r in split}
    assert "FAMX3M1" not in subjects
    assert "FAMX3M0" in subjects


def test_an_empty_split_names_configuration_split_and_fix() -> None:
    with pytest.raises(DataError, match=r"synthetic: the split train is empty.*--seed"):
        make(world(), synthetic={"GLI1": "About GLI1."}, configs=["synthetic"])


def test_without_a_paper_gene_the_error_says_so() -> None:
    with pytest.raises(DataError, match=r"paper is empty.*paper's 20 genes"):
        make([r for r in world() if r.hgnc_number < 90_000], configs=["ncbi"])


def test_an_unknown_configuration_is_named() -> None:
    with pytest.raises(DataError, match="unknown configuration protein"):
        make([gene("GLI1", 1)], configs=["protein"])
