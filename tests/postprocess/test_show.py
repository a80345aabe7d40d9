"""Genes as people read them: nothing wider than the terminal, nothing left out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from registry_world import gene_row

from postprocess.gene_text import candidates_text, found_by, gene_text, links, namesakes, visible
from postprocess.registry import GeneRegistry
from postprocess.schema import COLUMN, COLUMNS, DESCRIBED, LISTS

SUMMARY = "This gene encodes a member of the Kruppel family of zinc finger proteins. " * 8


@pytest.fixture
def world(make_registry: Callable[..., Path]) -> GeneRegistry:
    def old(name: str, number: int, new: str) -> dict[str, object]:
        return gene_row(name, number, status="Merged/Split", replaced_by=new, name="")

    content = [
        gene_row("AR", 1, aliases=["NR3C4"], mim_ids=["1", "2"], uniprot_ids=["P1", "P2"]),
        gene_row("AREG", 2, aliases=["AR"], name="amphiregulin " * 12),
        gene_row(
            "GLI1",
            4317,
            name="GLI family zinc finger 1",
            aliases=[f"ALIAS-{n}" for n in range(40)],
            summary=SUMMARY,
            entrez_id="2735",
        ),
        old("SPLIT1", 11, "HGNC:1, HGNC:2"),
        old("MOVED1", 12, "HGNC:1"),
        old("LOST1", 13, "HGNC:77"),
    ]
    return GeneRegistry.from_parquet(make_registry(content))


@pytest.mark.parametrize("width", [40, 80, 120, 500])
def test_lines_are_wrapped_and_no_word_is_lost(world: GeneRegistry, width: int) -> None:
    gene = world.get("GLI1")
    assert gene is not None
    text = gene_text(gene, width)
    lines = text.splitlines()
    assert lines[0] == "GLI1  GLI family zinc finger 1"
    assert all(len(line) <= min(width, 110) for line in lines if "http" not in line)
    words = text.split()
    assert [word for word in SUMMARY.split() if word not in words] == []
    assert [
        f"ALIAS-{n}" for n in range(40) if f"ALIAS-{n}" not in text.replace(",", " ").split()
    ] == []
    assert "    https://www.ncbi.nlm.nih.gov/gene/2735" in lines
    assert max(len(line) for line in lines if "http" in line) <= 80
    assert not any(label in text for label in ("Status", "Previously", "UniProt  "))


def test_a_long_word_is_not_broken(make_registry: Callable[..., Path]) -> None:
    word = "x" * 60
    row = gene_row("GLI1", 4317, aliases=[word, "short"])
    gene = GeneRegistry.from_parquet(make_registry([row])).get("GLI1")
    assert gene is not None and f"{word}," in gene_text(gene, 50).split()


def test_the_symbol_may_be_bold(world: GeneRegistry) -> None:
    gene = world.get("GLI1")
    assert gene is not None
    text = gene_text(gene, style=lambda symbol: f"*{symbol}*")
    assert text.startswith("*GLI1*  GLI family") and text.count("*") == 2


def test_links_are_those_that_the_gene_has(world: GeneRegistry) -> None:
    gene = world.get("AR")
    assert gene is not None
    assert links(gene) == {
        "HGNC": ("https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/HGNC:1",),
        "OMIM": ("https://www.omim.org/entry/1", "https://www.omim.org/entry/2"),
        "UniProt": (
            "https://www.uniprot.org/uniprotkb/P1/entry",
            "https://www.uniprot.org/uniprotkb/P2/entry",
        ),
    }


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("nr3c4", "nr3c4: alias of AR"),
        ("gli family zinc finger 1", "gli family zinc finger 1: full name of GLI1"),
        ("GeneID:2735", "GeneID:2735: NCBI GeneID of GLI1"),
        ("1", "1: a number of unknown kind; write HGNC:1, GeneID:1 or MIM:1"),
        ("nothing", "nothing: not found"),
        (
            "SPLIT1",
            "SPLIT1: HGNC withdrew SPLIT1 (HGNC:11, Merged/Split) and split it into AR (HGNC:1), "
            "AREG (HGNC:2)",
        ),
        ("moved1", "moved1: HGNC withdrew MOVED1 (HGNC:12, Merged/Split); it is now AR (HGNC:1)"),
        (
            "HGNC:13",
            "HGNC:13: HGNC withdrew LOST1 (HGNC:13, Merged/Split); merged into HGNC:77, no "
            "approved gene of this registry",
        ),
    ],
)
def test_how_a_gene_was_found(world: GeneRegistry, query: str, said: str) -> None:
    assert found_by(world.find(query)) == said


def test_other_genes_of_a_symbol_are_told(world: GeneRegistry) -> None:
    also = namesakes(world.find("AR"))
    assert also.startswith("AR is also: alias of AREG (HGNC:2, amphiregulin")
    assert namesakes(world.find("GLI1")) == ""


def test_candidates_are_a_table_within_the_width(world: GeneRegistry) -> None:
    lines = candidates_text(world.find("SPLIT1"), 60).splitlines()
    assert lines[0] == "  AR    HGNC:1  replacement  ar full name"
    assert lines[1].endswith(" ...") and len(lines[1]) <= 60


def test_what_a_terminal_would_obey_is_escaped() -> None:
    assert visible("TNF-α p53") == "TNF-α p53"
    assert visible("a\x1b[31m\nb\ud800") == r"a\x1b[31m\nb\ud800"


def test_every_column_is_described_once() -> None:
    assert len(COLUMN) == len(DESCRIBED) == len(COLUMNS) == 22
    for column in DESCRIBED:
        assert column.meaning and column.source and column.example
        assert isinstance(column.example, tuple) == (column.name in LISTS)
