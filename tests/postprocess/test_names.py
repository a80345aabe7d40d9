"""Gene names and identifiers as people write them, and misspelt ones."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from registry_world import gene_row

from postprocess.errors import PostprocessError
from postprocess.identifiers import read_identifier
from postprocess.names import bare, name_words, squeeze, squeezed_forms
from postprocess.registry import GeneRegistry
from postprocess.suggest import Suggester, distance

GLI1 = {
    "hgnc_id": "4317",
    "ensembl_id": "ENSG00000111087",
    "mim_ids": "165220",
    "entrez_id": "2735",
    "uniprot_ids": "P08151",
}


@pytest.fixture
def world(make_registry: Callable[..., Path]) -> GeneRegistry:
    """Genes whose names people write in many ways."""
    rows = [
        gene_row("TNF", 11892, aliases=["TNF-alpha"], previous_symbols=["TNFA"]),
        gene_row("IFNG", 5438, name="interferon gamma"),
        gene_row("PPARG", 9236),
        gene_row("NFKB1", 7794, aliases=["NF-kappaB", "NFkappaB"]),
        gene_row("CTNNB1", 2514, aliases=["beta-catenin"]),
        gene_row("PRKCA", 9393, aliases=["PKCα"]),
        gene_row("HLA-DRB1", 4948),
        gene_row("IL6", 6018, aliases=["IL-6"], entrez_id="4317"),
        gene_row("TP53", 11998, aliases=["p53"], name="tumor protein p53"),
        gene_row("ERBB2", 3430, aliases=["HER-2", "NEU", "CD340"]),
        gene_row("ERBB3", 3431, aliases=["HER3"]),
        gene_row("BCL2", 990),
        gene_row("ACTB", 132, name="actin beta"),
        gene_row("COL1A2", 2198, name="collagen type 1 alpha 2 chain"),
        gene_row("MIR21", 31586, aliases=["hsa-mir-21"]),
        gene_row("AB1", 1, aliases=["Xy1"]),
        gene_row("XY1", 2),
        gene_row("GLI1", 4317, mim_ids=["165220"], entrez_id="2735"),
        gene_row("OPN", 3, aliases=["L0R8F8", "52"], uniprot_ids=["Q99999"]),
        gene_row("OTHER", 4, uniprot_ids=["L0R8F8"]),
    ]
    return GeneRegistry.from_parquet(make_registry(rows))


@pytest.mark.parametrize(
    ("query", "symbol", "how"),
    [
        ("TNF-α", "TNF", "previous_symbols"),
        ("tnf alpha", "TNF", "aliases"),
        ("IFN-γ", "IFNG", "symbol"),
        ("IFN-gamma", "IFNG", "symbol"),
        ("Interferon-γ", "IFNG", "name"),
        ("PPARγ", "PPARG", "symbol"),
        ("NF-κB", "NFKB1", "aliases"),
        ("NF-kappa-B", "NFKB1", "aliases"),
        ("β-catenin", "CTNNB1", "aliases"),
        ("PKC-alpha", "PRKCA", "aliases"),
        ("HLA DRB1", "HLA-DRB1", "symbol"),
        ("HLADRB1", "HLA-DRB1", "symbol"),
        ("IL 6", "IL6", "symbol"),
        ("IL-6", "IL6", "aliases"),
        ("il–6", "IL6", "aliases"),
        ("p53", "TP53", "aliases"),
        ("p-53", "TP53", "aliases"),
        ("Tumor protein p53", "TP53", "name"),
        ("tumour protein p53", "TP53", "name"),
        ("HER-2/neu", "ERBB2", "aliases"),
        ("HER2/neu", "ERBB2", "aliases"),
        ("HER2 (CD340)", "ERBB2", "aliases"),
        ("Bcl-2", "BCL2", "symbol"),
        ("β-actin", "ACTB", "name"),
        ("beta actin", "ACTB", "name"),
        ("the human BCL2 gene", "BCL2", "symbol"),
        ("“BCL2”.", "BCL2", "symbol"),
        ("miR-21-5p", "MIR21", "symbol"),
    ],
)
def test_a_name_as_people_write_it(world: GeneRegistry, query: str, symbol: str, how: str) -> None:
    match = world.find(query)
    assert match.gene is not None
    assert (match.gene.symbol, match.how, match.kinds) == (symbol, how, (how,))


@pytest.mark.parametrize("query", ["HER2/HER3", "collagen type 2 alpha 1 chain", "/", "a/b/c/d/e"])
def test_what_names_no_single_gene_is_not_found(world: GeneRegistry, query: str) -> None:
    assert world.find(query).genes == ()


def test_an_alias_spelt_exactly_is_not_taken_for_the_symbol_in_another_case(
    world: GeneRegistry,
) -> None:
    match = world.find("Xy1")
    assert [g.symbol for g in match.genes] == ["AB1", "XY1"] and match.ambiguous
    for query in ("XY1", "xy1"):
        found = world.find(query).gene
        assert found is not None and found.symbol == "XY1"


def test_an_accession_that_is_also_an_alias_gives_both(world: GeneRegistry) -> None:
    match = world.find("L0R8F8")
    assert [(g.symbol, k) for g, k in zip(match.genes, match.kinds, strict=True)] == [
        ("OTHER", "uniprot_ids"),
        ("OPN", "aliases"),
    ]
    assert match.ambiguous


def test_a_bare_number_is_never_guessed(world: GeneRegistry) -> None:
    match = world.find("4317")
    assert match.gene is None and match.ambiguous and match.how == "number"
    assert [(g.symbol, k) for g, k in zip(match.genes, match.kinds, strict=True)] == [
        ("GLI1", "hgnc_id"),
        ("IL6", "entrez_id"),
    ]
    alone = world.find("165220")
    assert alone.kinds == ("mim_ids",) and alone.gene is None
    assert world.find("52").kinds == ("aliases",)


@pytest.mark.parametrize(
    ("text", "kind", "symbol"),
    [
        ("4317", "hgnc_id", "GLI1"),
        ("HGNC:4317", "hgnc_id", "GLI1"),
        ("4317", "alliance_id", "GLI1"),
        ("4317", "entrez_id", "IL6"),
        ("165220", "mim_ids", "GLI1"),
        ("l0r8f8-2", "uniprot_ids", "OTHER"),
        ("L0R8F8", "aliases", "OPN"),
        ("il6", "symbol", "IL6"),
    ],
)
def test_where_the_kind_is_known(world: GeneRegistry, text: str, kind: str, symbol: str) -> None:
    match = world.find(text, kind=kind)
    assert match.gene is not None and match.gene.symbol == symbol


def test_a_kind_that_is_none_is_an_error(world: GeneRegistry) -> None:
    with pytest.raises(PostprocessError, match="kind 'colour' is not looked in; use one of symbol"):
        world.find("GLI1", kind="colour")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("HGNC:4317", "hgnc_id"),
        ("hgnc:hgnc:4317", "hgnc_id"),
        ("HGNC ID: 4317", "hgnc_id"),
        ("ENSG00000111087.17", "ensembl_id"),
        ("Ensembl:ENSG00000111087", "ensembl_id"),
        ("OMIM #165220", "mim_ids"),
        ("MIM:165220", "mim_ids"),
        ("GeneID:2735", "entrez_id"),
        ("NCBI Gene 2735", "entrez_id"),
        ("gene:2735", "entrez_id"),
        ("UniProtKB:P08151-2", "uniprot_ids"),
        ("https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/HGNC:4317", "hgnc_id"),
        ("https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/4317", "hgnc_id"),
        ("https://www.genenames.org/cgi-bin/gene_symbol_report?hgnc_id=HGNC%3A4317", "hgnc_id"),
        ("https://www.alliancegenome.org/gene/HGNC:4317", "hgnc_id"),
        ("https://identifiers.org/hgnc:4317", "hgnc_id"),
        ("https://www.ncbi.nlm.nih.gov/gene/2735", "entrez_id"),
        ("https://www.ncbi.nlm.nih.gov/gene/?term=2735%5Buid%5D", "entrez_id"),
        ("ncbi.nlm.nih.gov/datasets/gene/2735/", "entrez_id"),
        ("https://www.ensembl.org/id/ENSG00000111087", "ensembl_id"),
        (
            "https://www.ensembl.org/Homo_sapiens/Gene/Summary?db=core;g=ENSG00000111087;r=12:57",
            "ensembl_id",
        ),
        ("http://asia.ensembl.org/Homo_sapiens/Gene/Summary?g=ENSG00000111087.17", "ensembl_id"),
        ("https://www.omim.org/entry/165220?search=GLI1&highlight=gli1", "mim_ids"),
        ("https://omim.org/165220", "mim_ids"),
        ("https://www.uniprot.org/uniprotkb/P08151/entry", "uniprot_ids"),
        ("https://www.uniprot.org/uniprot/p08151.html", "uniprot_ids"),
        ("https://rest.uniprot.org/uniprotkb/P08151-2.json", "uniprot_ids"),
        ("https://alphafold.ebi.ac.uk/entry/AF-P08151-F1", "uniprot_ids"),
    ],
)
def test_an_identifier_or_the_address_of_a_gene_page(text: str, kind: str) -> None:
    assert read_identifier(text) == (kind, GLI1[kind])


@pytest.mark.parametrize(
    "text", ["4317", "GLI1", "gene 2735", "https://example.org/4317", "TRAV14/DV4", "", "a/" * 5000]
)
def test_what_is_no_identifier(text: str) -> None:
    assert read_identifier(text) is None


@pytest.mark.parametrize(
    "address",
    [
        "https://www.genecards.org/cgi-bin/carddisp.pl?gene=GLI1",
        "https://www.ncbi.nlm.nih.gov/gene/?term=GLI1",
    ],
)
def test_an_address_that_names_the_symbol(world: GeneRegistry, address: str) -> None:
    found = world.find(address).gene
    assert found is not None and found.symbol == "GLI1"


def test_names_are_squeezed_and_their_words_read() -> None:
    assert squeeze("TGF-β 1") == squeeze("tgf_b1") == "TGFB1"
    assert squeezed_forms("NF-κB") == (("NFKB", "NFKAPPAB"),)
    assert squeezed_forms("TGF-beta 1") == (("TGFBETA1",), ("TGFB1",))
    assert squeezed_forms("THETA") == (("THETA",), ("Q",))
    assert name_words("Haemoglobin, β-like Tumour") == ("hemoglobin", "beta", "like", "tumor")
    assert bare("(the human “GLI1” gene)") == "GLI1" or bare("the human GLI1 gene") == "GLI1"


CHAINS: list[tuple[str, list[str], str]] = [
    ("OLD1", ["NEW1"], "merged into one"),
    ("SPLIT1", ["NEW1", "NEW2"], "split into two: candidates, no guess"),
    ("CHAIN1", ["NEW2"], "A -> B -> C"),
    ("FORK1", ["NEW1", "NEW2"], "one of two was split in turn"),
    ("RING1A", [], "a circle without an end"),
    ("SELF1", [], "replaced by itself"),
    ("DEAD1", [], "merged into one that is gone"),
    ("LOST1", [], "merged into one that is not in the file"),
    ("GONE1", [], "withdrawn"),
]


@pytest.mark.parametrize(("symbol", "new", "why"), CHAINS)
def test_a_retired_symbol_leads_to_all_that_replaced_it(
    make_registry: Callable[..., Path], symbol: str, new: list[str], why: str
) -> None:
    def old(name: str, number: int, replaced_by: str = "") -> dict[str, Any]:
        status = "Merged/Split" if replaced_by else "Entry Withdrawn"
        return gene_row(name, number, status=status, replaced_by=replaced_by or None, name="")

    rows = [
        gene_row("NEW1", 1),
        gene_row("NEW2", 2),
        old("OLD1", 11, "HGNC:1"),
        old("SPLIT1", 12, "HGNC:2, HGNC:1"),
        old("CHAIN1", 13, "HGNC:14"),
        old("CHAIN2", 14, "HGNC:2"),
        old("FORK1", 15, "HGNC:11, HGNC:14, HGNC:16"),
        old("RING1A", 16, "HGNC:17"),
        old("RING1B", 17, "HGNC:16"),
        old("SELF1", 18, "HGNC:18"),
        old("DEAD1", 19, "HGNC:21"),
        old("LOST1", 20, "HGNC:999"),
        old("GONE1", 21),
    ]
    registry = GeneRegistry.from_parquet(make_registry(rows))
    number = next(row["hgnc_id"] for row in rows if row["symbol"] == symbol)
    for query in (symbol, symbol.lower(), number):
        match = registry.find(query)
        assert [gene.symbol for gene in match.genes] == new, why
        assert match.withdrawn is not None and match.withdrawn.symbol == symbol
        assert match.ambiguous == (len(new) > 1)
        assert match.how == ("replaced_by" if new else "")


def test_an_alias_and_a_retired_symbol_of_the_same_name_give_both_genes(
    make_registry: Callable[..., Path],
) -> None:
    rows = [
        gene_row("APP", 620, aliases=["AAA"]),
        gene_row("OTHER", 621, aliases=["AD1"]),
        gene_row("AD1", 181, status="Merged/Split", replaced_by="HGNC:620"),
    ]
    match = GeneRegistry.from_parquet(make_registry(rows)).find("AD1")
    assert [gene.symbol for gene in match.genes] == ["OTHER", "APP"] and match.ambiguous
    assert match.kinds == ("aliases", "replaced_by")


def test_the_nearest_goes_first_whatever_it_was_found_by(
    make_registry: Callable[..., Path],
) -> None:
    rows = [
        gene_row("APP", 620),
        gene_row("OTHER", 621, aliases=["AD-1"]),
        gene_row("AD1", 181, status="Merged/Split", replaced_by="HGNC:620"),
        gene_row("CLDN1", 2032, name="claudin 1"),
        gene_row("CLDN7", 2049, aliases=["claudin-1"]),
        gene_row("TAP1", 43, aliases=["APT1"]),
        gene_row("LYPLA1", 6737, aliases=["APT-1"]),
    ]
    registry = GeneRegistry.from_parquet(make_registry(rows))
    match = registry.find("AD1")
    assert [gene.symbol for gene in match.genes] == ["APP", "OTHER"]
    assert match.gene is not None and match.gene.symbol == "APP"
    # An alias, but the full name of another gene: no guess.
    match = registry.find("claudin-1")
    assert [gene.symbol for gene in match.genes] == ["CLDN7", "CLDN1"] and match.ambiguous
    # Spelt exactly so it is one gene's alias; the other is told.
    match = registry.find("APT-1")
    assert [gene.symbol for gene in match.genes] == ["LYPLA1", "TAP1"]
    assert match.gene is not None and match.gene.symbol == "LYPLA1"
    assert registry.find("apt 1").ambiguous


SYMBOLS = ("BRCA1", "BRCA2", "GLI1", "GLI2", "GLIS1", "TP53", "TP63", "EGFR", "KRAS", "CDKN2A")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("GLI11", "GLI1"),
        ("BRAC1", "BRCA1"),
        ("BRCAA2", "BRCA2"),
        ("TP35", "TP53"),
        ("EGRF", "EGFR"),
        ("RKAS", "KRAS"),
        ("XEGFR", "EGFR"),
        ("GFR", "EGFR"),
        ("CDKN", "CDKN2A"),
        ("cdk-n2", "CDKN2A"),
    ],
)
def test_a_misspelt_symbol_has_its_neighbours(text: str, first: str) -> None:
    found = Suggester(SYMBOLS).nearest(text)
    assert found[:1] == (first,)
    assert found == Suggester(SYMBOLS).nearest(text)


def test_a_digit_weighs_more_than_a_letter() -> None:
    assert distance("GLI1", "GLI2", 9) == 4
    assert distance("GLIA", "GLIB", 9) == 2
    assert distance("GIL1", "GLI1", 9) == 1
    assert distance("TP35", "TP53", 9) == 2
    assert distance("GLI11", "GLI1", 9) == 2  # typed twice
    assert distance("AGLI1", "GLI1", 9) == 3  # the first letter is seldom wrong
    assert distance("GLI1", "GLI1", 0) == 0
    assert distance("ABCDEF", "UVWXYZ", 4) > 4


@pytest.mark.parametrize("text", ["", "?", "Q" * 10_000, "基因", "\ud800\ud801", "12345678"])
def test_nothing_alike_gives_nothing(text: str) -> None:
    assert Suggester(SYMBOLS).nearest(text) == ()
