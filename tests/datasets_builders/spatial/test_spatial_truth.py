"""The truth is scanpy's test; what is unclear is never asked."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from datasets_builders.errors import SourceError
from datasets_builders.spatial import truth as truth_module
from datasets_builders.spatial.ontology import related, term_of
from datasets_builders.spatial.panel import agreement, read_panel
from datasets_builders.spatial.simulate import Simulation
from datasets_builders.spatial.truth import GREY, NO, YES, Thresholds, find_markers


def test_statistics_in_blocks_are_those_of_scanpy_on_the_whole(
    simulation: Simulation, monkeypatch: pytest.MonkeyPatch
) -> None:
    import scanpy

    monkeypatch.setattr(truth_module, "_BLOCK", 17)
    section = simulation.sections[0]
    found = find_markers(section, Thresholds(min_cells=2))
    data = section.to_anndata()
    scanpy.pp.normalize_total(data)
    scanpy.pp.log1p(data)
    scanpy.tl.rank_genes_groups(data, "cell_type", method="wilcoxon", tie_correct=True, pts=True)
    for row, cell_type in enumerate(section.type_names):
        table = scanpy.get.rank_genes_groups_df(data, cell_type).set_index("names")
        own = table.loc[[g for g, n in zip(section.genes, found.log2_fold_change[row], strict=True)
                         if np.isfinite(n)]]  # fmt: skip
        at = [section.gene_index(g) for g in own.index]
        assert np.allclose(found.log2_fold_change[row, at], own["logfoldchanges"], atol=1e-3)
        assert np.allclose(found.adjusted_p[row, at], own["pvals_adj"], rtol=1e-3, atol=1e-300)
        assert np.allclose(found.share_in[row, at], own["pct_nz_group"])
        assert np.allclose(found.share_rest[row, at], own["pct_nz_reference"])


def test_three_answers_by_the_thresholds(simulation: Simulation) -> None:
    found = find_markers(simulation.sections[0])
    bounds = found.thresholds
    yes, no = found.answer == YES, found.answer == NO
    assert yes.any() and no.any() and (found.answer == GREY).any()
    assert (found.log2_fold_change[yes] >= bounds.yes_log2_fold_change).all()
    assert (found.adjusted_p[yes] < bounds.adjusted_p).all()
    assert (found.share_in[yes] >= bounds.yes_share).all()
    assert (found.log2_fold_change[no] <= bounds.no_log2_fold_change).all()
    stricter = find_markers(simulation.sections[0], replace(bounds, yes_log2_fold_change=3.0))
    assert (stricter.answer == YES).sum() < yes.sum()


def test_a_type_of_few_cells_is_not_asked(simulation: Simulation) -> None:
    section = simulation.sections[0]
    least = min(section.type_counts().values())
    found = find_markers(section, Thresholds(min_cells=least + 1))
    row = list(section.type_counts().values()).index(least)
    assert (found.answer[row] == GREY).all()
    assert (np.delete(found.answer, row, axis=0) == YES).any()


@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("CD8T/CD8Tex", "CL:0000625"),
        ("T cells", "CL:0000084"),
        ("B", "CL:0000236"),
        ("KRT15+ Myoepi", "CL:0000185"),
        ("Breast myoepithelial cells", "CL:0000185"),
        ("Smooth muscle cells", "CL:0000192"),
        ("SMC", "CL:0000192"),
        ("type A", None),
    ],
)
def test_names_and_terms(name: str, term: str | None) -> None:
    assert term_of(name) == term


def test_a_term_above_is_related_and_a_sister_is_not() -> None:
    t, cd4, cd8 = (term_of(n) or "" for n in ("T cells", "CD4 T", "CD8 T"))
    assert related(t, cd4) and related(cd8, t) and not related(cd4, cd8)


def panel_file(path: Path, rows: list[str]) -> Path:
    path.write_text("gene,Ensembl_ID,Num_Probesets,Codewords,Annotation\n" + "\n".join(rows) + "\n")
    return path


def test_a_panel_is_compared_with_the_expression(simulation: Simulation, tmp_path: Path) -> None:
    section = simulation.sections[0]
    kinds = ("B cells", "T cells", "Macrophages", "Fibroblasts", "Endothelial", "Mast", "SMC")
    name = dict(zip(section.type_names, kinds, strict=True))
    named = replace(section, type_names=kinds)
    rows = [
        f"{gene},E,7,1,{name[next(iter(types))]}"
        for gene, types in simulation.markers.items()
        if len(types) == 1
    ]
    panel = read_panel(panel_file(tmp_path / "panel.csv", [*rows, "SIM900,E,7,1,Martians"]))
    found = agreement(panel, {named.name: find_markers(named)})
    assert found.pairs["yes", "yes"] > 0
    assert found.pairs.get(("no", "yes"), 0) == 0
    assert found.kappa is not None and found.kappa > 0.9
    assert found.genes_without_annotation == len(section.genes) - len(rows)
    assert "panel" in found.table() and "kappa" in found.to_json()


@pytest.mark.parametrize(
    ("text", "says"),
    [("a,b\n1,2\n", "no column gene"), ("gene,Annotation\nA,B\nA,C\n", "twice: A"),
     ("gene,Annotation\n", "no gene")],
)  # fmt: skip
def test_a_panel_that_is_none(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "p.csv").write_text(text)
    with pytest.raises(SourceError, match=says):
        read_panel(tmp_path / "p.csv")
