"""Edits, links and records as HTML: what is seen is what was done, and nothing in it can run."""

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from space_world import HOSTILE, WRONG

from postprocess.correct import correct
from postprocess.edits import Edit
from postprocess.registry import GeneRegistry
from space.links import address, linked, spans
from space.marking import edits_list, marked_html, reason
from space.panel import correction_html, message_html, result_html
from space.record import record_html


@pytest.fixture(scope="module")
def genes(registry_folder: Path) -> GeneRegistry:
    return GeneRegistry.from_parquet(registry_folder)


class Reader(HTMLParser):
    """The text that is left of a page's HTML, with what stands in one kind of tag left out."""

    def __init__(self, without: str = "") -> None:
        super().__init__()
        self.text, self.tags, self.attributes = "", set[str](), set[str]()
        self._without, self._depth = without, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self._depth += tag == self._without

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == self._without

    def handle_data(self, data: str) -> None:
        self.text += "" if self._depth else data


def read(html: str, without: str = "") -> Reader:
    reader = Reader(without)
    reader.feed(html)
    reader.close()
    return reader


TEXTS = (
    WRONG,
    HOSTILE,
    "TP53 is also known as BRCA1, P16 & <b>GLI</b>. Its NCBI Gene ID is 672; it lies on 13q14.2.",
    "GLI1 is a gene. GLI1 is a gene. GLI1 is a gene. UniProt P04637, HGNC:HGNC:10997 (HGNC:10997).",
    "GLI1 α–β 🧬 is HGNC:10997 and MIM:165220.",
)


@pytest.mark.parametrize("text", TEXTS)
def test_without_what_was_added_it_is_the_original_and_without_what_went_the_corrected(
    genes: GeneRegistry, text: str
) -> None:
    done = correct(text, genes)
    assert done.edits
    html = marked_html(text, done.edits)
    assert read(html, without="ins").text == text
    assert read(html, without="del").text == done.text


@pytest.mark.parametrize("text", TEXTS)
def test_links_cover_the_identifiers_of_the_corrected_text(genes: GeneRegistry, text: str) -> None:
    done = correct(text, genes)
    html = marked_html(text, done.edits)
    links = "".join(re.findall(r"<a [^>]*>(.*?)</a>", html))
    assert unescape(links) == "".join(done.text[low:high] for low, high, _ in spans(done.text))


@pytest.mark.parametrize("text", TEXTS)
def test_only_our_own_tags_are_in_it(genes: GeneRegistry, text: str) -> None:
    done = correct(text, genes)
    page = read(correction_html(text, done) + linked(text) + message_html(text))
    assert not page.tags & {"script", "img", "b", "iframe", "svg", "style"}
    assert page.attributes <= {"class", "title", "href", "target", "rel", "open", "aria-hidden"}


def test_a_mark_says_the_registrys_column(genes: GeneRegistry) -> None:
    html = marked_html(WRONG, correct(WRONG, genes).edits)
    assert re.search(r'<del title="[^"]*column hgnc_id\)">10997</del>', html)
    inserted = re.search(r'<ins title="[^"]*column hgnc_id\)">(.*?)</ins>', html)
    assert inserted is not None
    assert "genenames.org/data/gene-symbol-report/#!/hgnc_id/HGNC:4317" in inserted[1]
    assert "HGNC:10997" not in html  # no link to what is wrong


def test_each_identifier_is_linked_to_its_own_database() -> None:
    text = "HGNC:4317, Ensembl:ENSG00000111087, MIM:165220, NCBI Gene 2735, UniProt P08151."
    urls = [url for _, _, url in spans(text)]
    assert urls == [
        "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/HGNC:4317",
        "https://www.ensembl.org/Homo_sapiens/Gene/Summary?g=ENSG00000111087",
        "https://omim.org/entry/165220",
        "https://www.ncbi.nlm.nih.gov/gene/2735",
        "https://www.uniprot.org/uniprotkb/P08151/entry",
    ]
    assert read(linked(text)).text == text
    assert 'rel="noopener noreferrer"' in linked(text)


@pytest.mark.parametrize("value", ['4317" onclick="x', "43 17", "../4317", "４３１７", ""])
def test_what_is_no_identifier_gets_no_address(value: str) -> None:
    assert address("hgnc_id", value) is None


def test_edits_are_listed_for_those_who_cannot_hover() -> None:
    edits = [
        Edit("identifier", 0, 1, "<a>", "4317", "hgnc_id"),
        Edit("repetition", 2, 3, "x", "", ""),
    ]
    html = edits_list(edits)
    assert "2 edits" in html and "&lt;a&gt;" in html and reason(edits[1]) in unescape(html)
    assert edits_list([]) == ""


def test_a_record_shows_every_identifier_with_its_link(genes: GeneRegistry) -> None:
    gene = genes.get("GLI1")
    assert gene is not None
    html = record_html(gene.to_json())
    for wanted in ("HGNC:4317", "ENSG00000111087", "MIM:165220", ">2735<", "P08151", "12q13.3"):
        assert wanted in html
    assert html.count("<a ") == 5


def test_a_held_back_answer_shows_the_models_text_beside_it(genes: GeneRegistry) -> None:
    result = {
        "query": "GLI1", "status": "other gene", "answer": "its text is held back", "raw": WRONG,
        "edits": [e.to_json() for e in correct(WRONG, genes).edits], "record": None, "note": "",
    }  # fmt: skip
    html = result_html(result)
    assert "held back" in html and "HGNC:10997" in html and "<ins" not in html
