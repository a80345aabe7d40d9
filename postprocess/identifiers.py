"""Reading one identifier as people write it: with or without prefix, or a gene page's address.

One value: ``read_identifier("HGNC:HGNC:4317")`` is ``("hgnc_id", "4317")``, and so is
``https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/HGNC:4317``. Finding identifiers
inside a text is another matter: see :mod:`postprocess.find`.
"""

import re
from urllib.parse import unquote

ID_COLUMNS = ("hgnc_id", "ensembl_id", "entrez_id", "mim_ids", "uniprot_ids")
# A bare number may be any of these.
NUMBER_COLUMNS = ("hgnc_id", "entrez_id", "mim_ids")
SYMBOL = "symbol"
_MAX_ID = 64
_MAX_ADDRESS = 2048

# https://www.uniprot.org/help/accession_numbers, upper case, with or without isoform.
_ACCESSION = r"([OPQ]\d[A-Z0-9]{3}\d|[A-NR-Z]\d(?:[A-Z][A-Z0-9]{2}\d){1,2})(?:-\d{1,3})?"
_PREFIXED = (
    ("hgnc_id", re.compile(r"(?:ALLIANCE(?:[ _]?GENOME)?:)?(?:HGNC(?:[ _]?ID)?[:\s#]*)+(\d+)")),
    ("ensembl_id", re.compile(r"(?:ENSEMBL(?:[ _]?(?:GENE|ID))*[:\s]*)?(ENSG\d{11})(?:\.\d+)?")),
    ("mim_ids", re.compile(r"O?MIM(?:[ _]?(?:ID|NUMBER))?[:\s#*+%]*(\d{6})")),
    (
        "entrez_id",
        re.compile(
            r"(?:(?:ENTREZ|NCBI)(?:[ _]?GENE)?(?:[ _]?ID)?[:\s#]+"
            r"|GENE(?:[ _]?ID[:\s#]*|[:#]\s*))(\d+)"
        ),
    ),
    ("uniprot_ids", re.compile(r"UNIPROT(?:KB)?(?:[ _]?(?:ID|AC|ACCESSION))?[:\s]+" + _ACCESSION)),
)
_BARE_ACCESSION = re.compile(_ACCESSION)
# Searched in any case; each value is checked by its own form.
_PAGES = (
    (
        "hgnc_id",
        r"(?:genenames\.org|alliancegenome\.org|identifiers\.org)\S*?hgnc(?:[:/]|%3A)+(\d+)",
    ),
    ("hgnc_id", r"genenames\.org\S*?hgnc_id[=/](?:hgnc:)?(\d+)"),
    ("symbol", r"genenames\.org\S*?(?:symbol[=/]|query=)([\w@.-]+)"),
    ("ensembl_id", r"ensembl\.org\S*?(ensg\d{11})"),
    ("ensembl_id", r"identifiers\.org/ensembl[:/](ensg\d{11})"),
    ("entrez_id", r"ncbi\.nlm\.nih\.gov/(?:datasets/)?gene/(?:id/)?(\d+)"),
    ("entrez_id", r"ncbi\.nlm\.nih\.gov/\S*?(?:term=|list_uids=|uids=)(\d+)"),
    ("entrez_id", r"identifiers\.org/ncbigene[:/](\d+)"),
    ("symbol", r"ncbi\.nlm\.nih\.gov/gene/?\?term=([\w@.-]+)"),
    ("mim_ids", r"omim\.org/(?:entry/)?(\d{6})"),
    ("mim_ids", r"identifiers\.org/m?omim[:/](\d{6})"),
    ("uniprot_ids", r"uniprot\.org/(?:uniprotkb|uniprot)/" + _ACCESSION),
    ("uniprot_ids", r"alphafold\.ebi\.ac\.uk/entry/(?:af-)?" + _ACCESSION),
    ("symbol", r"genecards\.org/\S*?gene=([\w@.-]+)"),
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+\.(?:org|gov|uk)/\S+", re.IGNORECASE)
_PAGE_PATTERNS = tuple((kind, re.compile(page, re.IGNORECASE)) for kind, page in _PAGES)


def read_identifier(text: str) -> tuple[str, str] | None:
    """Kind and value of an identifier with its prefix, an Ensembl id, or a gene page's address.

    The value has no prefix, version or isoform. The kind is one of ``ID_COLUMNS``, or ``symbol``
    where an address names the symbol. ``None`` for everything else, bare numbers too.
    """
    if len(text) <= _MAX_ID:
        key = text.upper()
        for kind, pattern in _PREFIXED:
            if found := pattern.fullmatch(key):
                return kind, found[1]
    if len(text) <= _MAX_ADDRESS and ("/" in text) and _ADDRESS.fullmatch(text):
        return _read_address(unquote(text))
    return None


def read_accession(text: str) -> str | None:
    """A UniProt accession without prefix and isoform; it may be a gene's alias as well."""
    found = _BARE_ACCESSION.fullmatch(text.upper()) if 6 <= len(text) <= 14 else None
    return found[1] if found else None


def read_as(kind: str, text: str) -> str:
    """The value of an identifier of a known kind, with or without its prefix."""
    found = read_identifier(text)
    if found and found[0] == kind:
        return found[1]
    if kind == "uniprot_ids":
        return read_accession(text) or text.upper()
    return text.upper().removeprefix("HGNC:")


def _read_address(text: str) -> tuple[str, str] | None:
    for kind, pattern in _PAGE_PATTERNS:
        if found := pattern.search(text):
            return kind, found[1] if kind == SYMBOL else found[1].upper()
    return None
