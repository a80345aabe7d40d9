"""Answers of E-utilities: whole ones parsed, cut-off and refusing ones reported by name."""

import json
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from datasets_builders.genes.eutils_answers import (
    AnswerError,
    CutOffAnswer,
    MalformedAnswer,
    RefusedRequest,
    parse_efetch_text,
    parse_esearch,
    parse_esummary,
)

REQUEST = "https://eutils.example/esummary.fcgi?db=gene&id=1"
TEXT = """
1. HOTAIR
Official Symbol: HOTAIR and Name: HOX transcript antisense RNA [Homo sapiens (human)]
Other Aliases: HOXAS, NCRNA00072
Chromosome: 12; Location: 12q13.13
MIM: 611400
ID: 100124700

2. Hotair
Official Symbol: Hotair and Name: HOX transcript [antisense] RNA [Mus musculus (house mouse)]
Chromosome: 15; Location: 15 58.01 cM
ID: 100503872

3. LOC100509262
coiled-coil domain-containing protein 86-like [Homo sapiens (human)]
Chromosome: 5
This record was replaced with GeneID: 100129457
ID: 100509262

"""


def summary(**changes: Any) -> str:
    entry = {
        "name": "GLI1",
        "description": "GLI family zinc finger 1",
        "status": "",
        "currentid": "",
        "maplocation": "12q13.3",
        "otheraliases": "GLI, PAPA8",
        "nomenclaturesymbol": "GLI1",
        "nomenclaturename": "GLI family zinc finger 1",
        "nomenclaturestatus": "Official",
        "mim": ["165220"],
        "summary": "A transcription factor.",
        "organism": {"scientificname": "Homo sapiens", "taxid": 9606},
        **changes,
    }
    return json.dumps({"header": {}, "result": {"uids": ["2735"], "2735": entry}})


def test_a_summary() -> None:
    (gene,) = parse_esummary(summary())
    assert (gene.gene_id, gene.symbol, gene.official, gene.live) == ("2735", "GLI1", True, True)
    assert gene.aliases == ("GLI", "PAPA8")
    assert gene.mim_ids == ("165220",)
    assert gene.human


def test_a_summary_of_another_species_and_a_discontinued_one() -> None:
    mouse = {"scientificname": "Mus musculus", "taxid": 10090}
    (gene,) = parse_esummary(summary(name="Gli1", organism=mouse, nomenclaturestatus=""))
    assert (gene.human, gene.official, gene.symbol) == (False, False, "Gli1")
    (gene,) = parse_esummary(summary(status=1, currentid=99))
    assert (gene.live, gene.replaced_by) == (False, "99")


def test_text_entries_of_two_species_and_a_replaced_one() -> None:
    human, mouse, old = parse_efetch_text(TEXT)
    assert (human.gene_id, human.organism) == ("100124700", "Homo sapiens")
    assert human.name == "HOX transcript antisense RNA"
    assert human.aliases == ("HOXAS", "NCRNA00072")
    assert (human.location, human.mim_ids) == ("12q13.13", ("611400",))
    assert (mouse.symbol, mouse.organism) == ("Hotair", "Mus musculus")
    assert mouse.name == "HOX transcript [antisense] RNA"
    assert (old.live, old.replaced_by, old.official) == (False, "100129457", False)


@pytest.mark.parametrize("length", range(len(TEXT) - 12, len(TEXT) - 2))
def test_text_that_ends_within_its_last_entry_is_cut_off(length: int) -> None:
    with pytest.raises(CutOffAnswer, match=r"efetch .*: the answer is cut off after"):
        parse_efetch_text(TEXT[:length], "efetch of three")


def test_a_search() -> None:
    result = {"count": "2", "retstart": "0", "idlist": ["2735", "2736"]}
    errors = {"errorlist": {"phrasesnotfound": ["NOPE"]}}
    found = parse_esearch(json.dumps({"esearchresult": result | errors}))
    assert (found.count, found.ids, found.not_found) == (2, ("2735", "2736"), ("NOPE",))


@pytest.mark.parametrize("length", [1, 20, 150, len(summary()) - 1])
def test_json_that_is_cut_off(length: int) -> None:
    with pytest.raises(CutOffAnswer, match=rf"{REQUEST[:20]}.*cut off after {length} characters"):
        parse_esummary(summary()[:length], REQUEST)


@pytest.mark.parametrize(
    ("body", "kind", "message"),
    [
        ("", CutOffAnswer, "the answer is empty"),
        ("<html>busy</html>", MalformedAnswer, "a web page instead of JSON"),
        ('{"error":"API rate limit exceeded"}', RefusedRequest, "API rate limit exceeded"),
        ('{"esummaryresult":["Empty id list - nothing todo"]}', RefusedRequest, "Empty id list"),
        ('{"header":{}}', MalformedAnswer, "result is missing among header"),
        ('{"result":{"uids":["1"]}}', MalformedAnswer, "no summaries"),
        ('{"result":{"uids":["1"],"1":{"error":"unknown id"}}}', RefusedRequest, "GeneID 1: "),
        ('{"result": nothing}', MalformedAnswer, "not JSON"),
    ],
)
def test_other_answers_are_reported(body: str, kind: type[AnswerError], message: str) -> None:
    with pytest.raises(kind, match=message) as caught:
        parse_esummary(body, REQUEST)
    assert str(caught.value).startswith(REQUEST)


def test_plain_messages_are_readable() -> None:
    with pytest.raises(RefusedRequest, match=r"NCBI says: Supplied id parameter is empty\."):
        parse_efetch_text("Supplied+id+parameter+is+empty.\n")


def test_a_key_in_a_request_is_struck_out() -> None:
    with pytest.raises(CutOffAnswer) as caught:
        parse_esummary("", "https://eutils.example/esummary.fcgi?api_key=secret&id=1")
    assert "secret" not in str(caught.value)
    assert "api_key=***&id=1" in str(caught.value)


@pytest.mark.realdata
def test_each_recorded_answer_is_parsed_or_reported(realdata: Path) -> None:
    parsers = {
        "esearch": parse_esearch,
        "esummary": parse_esummary,
        "efetch": parse_efetch_text,
    }
    counts: Counter[str] = Counter()
    path = realdata / "api" / "eutils_gene_responses.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines():
        answer = json.loads(line)
        tool = urlsplit(answer["url"]).path.rsplit("/", 1)[-1].removesuffix(".fcgi")
        try:
            parsers[tool](answer["body"], answer["url"])
            outcome = "parsed"
        except AnswerError as error:
            assert answer["url"] in str(error)
            outcome = type(error).__name__
            if isinstance(error, CutOffAnswer):
                with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
                    json.loads(answer["body"])
        counts[f"{tool} {outcome}"] += 1
    print(dict(counts))  # noqa: T201 - the counts are what one runs this test for
    assert counts.total() == 996
    assert counts == {
        "esearch parsed": 455,
        "esummary parsed": 232,
        "efetch parsed": 226,
        "esummary CutOffAnswer": 81,
        "esummary RefusedRequest": 1,
        "efetch RefusedRequest": 1,
    }
