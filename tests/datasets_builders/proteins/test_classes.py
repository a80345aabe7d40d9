"""Classes by name, secondary structure and size."""

import pytest

from datasets_builders.proteins.classes import fold_class, function_class, size_class


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Serine/threonine-protein kinase NEK2", "kinase"),
        ("Cyclin-dependent kinase inhibitor 1", "inhibitor"),
        ("Epidermal growth factor receptor", "receptor"),
        ("Receptor tyrosine-protein kinase erbB-2", "kinase"),
        ("Insulin", "hormone or growth factor"),
        ("Insulin receptor", "receptor"),
        ("Alpha-amylase 1A", "hydrolase"),
        ("Rho GTPase-activating protein 11A", None),
        ("E3 ubiquitin-protein ligase Mdm2", "ubiquitin ligase"),
        ("Ubiquitin", "ubiquitin-like modifier"),
        ("Beta-2-microglobulin", "immune protein"),
        ("Dihydrofolate reductase", "oxidoreductase"),
        ("Dihydroorotate dehydrogenase (quinone), mitochondrial", "oxidoreductase"),
        ("Potassium voltage-gated channel subfamily H member 2", "ion channel"),
        ("Zinc finger protein 226", "transcription factor"),
        ("Hemoglobin subunit alpha", "oxygen carrier"),
        ("Uncharacterized protein C1orf21", None),
        ("Protein FAM83A", None),
        ("Bromodomain adjacent to zinc finger domain protein 2B", None),
        ("Mucin-16", None),
        ("", None),
    ],
)
def test_the_name_says_the_function_or_nothing_is_said(name: str, expected: str | None) -> None:
    assert function_class(name) == expected


@pytest.mark.parametrize(
    ("helix", "strand", "expected"),
    [
        (0.75, 0.0, "all alpha"),
        (0.15, 0.5, "all beta"),
        (0.151, 0.101, "alpha and beta"),
        (0.151, 0.10, "all alpha"),
        (0.0, 0.0, "little regular structure"),
        (0.15, 0.10, "little regular structure"),
    ],
)
def test_fold_classes_by_their_bounds(helix: float, strand: float, expected: str) -> None:
    assert fold_class(helix, strand) == expected


def test_size_classes_by_their_bounds() -> None:
    sizes = [size_class(n) for n in (49, 50, 149, 150, 399, 400, 999, 1000, 34350)]
    assert sizes == [
        "peptide", "small", "small", "medium-sized", "medium-sized", "large", "large",
        "very large", "very large",
    ]  # fmt: skip
