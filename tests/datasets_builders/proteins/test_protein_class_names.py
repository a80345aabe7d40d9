"""Names as people write them, and their form for comparison."""

import pytest

from datasets_builders.proteins.names import display_name, normal


@pytest.mark.parametrize(
    ("given", "symbol", "shown"),
    [
        ("BETA-2-MICROGLOBULIN", "B2M", "Beta-2-microglobulin"),
        ("SERINE/THREONINE-PROTEIN KINASE NEK2", None, "Serine/threonine-protein kinase NEK2"),
        ("SERINE/THREONINE-PROTEIN KINASE B-RAF", "BRAF", "Serine/threonine-protein kinase B-raf"),
        ("PC-ESTERASE DOMAIN-CONTAINING PROTEIN 1B", None,
         "PC-esterase domain-containing protein 1B"),
        ("DNA POLYMERASE III SUBUNIT", None, "DNA polymerase III subunit"),
        ("PROTEIN ABCA OF TITIN", "ABCA", "Protein ABCA of titin"),
        ("Cellular tumor antigen p53", "TP53", "Cellular tumor antigen p53"),
        ("ALPHAFOLD MONOMER V2.0 PREDICTION FOR ALPHA-AMYLASE 1A (P0DUB6)", None,
         "Alpha-amylase 1A"),
        ("  two   spaces ", None, "two spaces"),
    ],
)  # fmt: skip
def test_capitals_become_a_name_and_a_name_stays(
    given: str, symbol: str | None, shown: str
) -> None:
    assert display_name(given, symbol) == shown


def test_names_that_differ_in_writing_only_are_equal() -> None:
    assert normal("β-2-Microglobulin") == normal("BETA-2-MICROGLOBULIN") == "beta 2 microglobulin"
    assert normal("Protein S100-A1") != normal("Protein S100-A10")
    assert normal("Na+ channel") == "na+ channel"
