"""Questions, texts and lists of genes at the desk: with a model, and without one."""

import csv
import io
import json
from pathlib import Path

import pytest
from space_world import WRONG, places, scripted_desk

from postprocess.registry import GeneRegistry
from space.batch import MAX_FILE, read_file, read_names, to_csv
from space.desk import MAX_BATCH, MAX_TEXT, NO_MODEL, Desk
from space.events import Events
from space.pictures import pictures_html
from space.pinned import MODEL, REGISTRY
from space.places import Place, Places, SpaceError


@pytest.fixture(scope="module")
def desk(registry_folder: Path) -> Desk:
    return scripted_desk(registry_folder)


@pytest.fixture
def bare(registry_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk that found no model."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    desk = Desk(places(registry_folder))
    desk.load()
    return desk


def test_the_record_is_there_before_the_answer(desk: Desk) -> None:
    first, *_, last = Events(desk).ask("GLI1")
    assert "not checked yet" in first.html and "GLI family zinc finger 1" in first.html
    assert "<del" in last.html and "10997</del>" in last.html and "4317</a></ins>" in last.html
    assert last.html.count("12q13.3") >= 2


def test_what_is_misspelt_or_ambiguous_gets_symbols_to_ask_instead(desk: Desk) -> None:
    *_, shown = Events(desk).ask("BRAC1")
    assert shown.candidates[0] == "BRCA1"
    *_, shown = Events(desk).ask("GLI1")
    assert shown.candidates == ()


@pytest.mark.parametrize("question", ["", "   ", "x" * 3000, "\ud800", "<script>", "\x00"])
def test_bad_questions_are_answered_with_words(desk: Desk, question: str) -> None:
    *_, shown = Events(desk).ask(question)
    assert shown.html.startswith('<div class="gv">') and "<script" not in shown.html
    shown.html.encode()


def test_without_a_model_the_registry_still_works(bare: Desk) -> None:
    events = Events(bare)
    state = events.state_html()
    assert "The model is not there" in state and "geneverse/no-such-model@v0.1.0" in state
    assert bare.answer("p53")["status"] == NO_MODEL
    *_, shown = events.ask("p53")
    assert "ENSG00000141510" in shown.html and "p53 is an alias symbol of TP53" in shown.html
    assert "4317</a></ins>" in events.correct(WRONG, "")


def test_without_a_registry_the_page_says_so(tmp_path: Path) -> None:
    desk = Desk(places(tmp_path / "nothing.parquet"))
    desk.load()
    assert "The gene registry is not there" in Events(desk).state_html()
    *_, shown = Events(desk).ask("GLI1")
    assert "nothing.parquet" in shown.html


def test_a_text_is_corrected_for_the_gene_that_is_named(desk: Desk) -> None:
    assert desk.correct("It is HGNC:1.", "p53").text == "It is HGNC:11998."
    with pytest.raises(SpaceError, match=r"NOGENE1.* names no single gene"):
        desk.correct("It is HGNC:1.", "NOGENE1")
    with pytest.raises(SpaceError, match="20,000 are the most"):
        desk.correct("x" * (MAX_TEXT + 1))
    assert "no identifier was touched" in Events(desk).correct("It is HGNC:1.", "")


def test_several_genes_come_as_a_table_a_csv_and_a_json(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "genes.txt"
    file.write_text("p53\nNOGENE1\n", encoding="utf-8")
    for html, as_csv, as_json in Events(desk).batch("GLI1, GLI1\n=1+1", str(file)):
        assert html.startswith('<div class="gv">')
        if as_csv and as_json:
            rows = list(csv.DictReader(io.StringIO(Path(as_csv).read_text(encoding="utf-8"))))
            results = json.loads(Path(as_json).read_text(encoding="utf-8"))
    assert [row["query"] for row in rows] == ["GLI1", "'=1+1", "p53", "NOGENE1"]
    assert [one["query"] for one in results] == ["GLI1", "=1+1", "p53", "NOGENE1"]
    assert "HGNC:4317" in rows[0]["answer"] and "4 of 4 done" in html
    assert not Path(str(as_csv)).exists()


def test_a_list_is_limited(tmp_path: Path) -> None:
    assert read_names("tumor protein p53\nGLI1;p53\tCFTR") == [
        "tumor protein p53",
        "GLI1",
        "p53",
        "CFTR",
    ]
    for text in ("", "\n ,", "\n".join(f"G{n}" for n in range(MAX_BATCH + 1)), "x" * 400):
        with pytest.raises(SpaceError):
            read_names(text)
    file = tmp_path / "big.txt"
    file.write_bytes(b"x" * (MAX_FILE + 1))
    with pytest.raises(SpaceError, match="larger"):
        read_file(file)
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SpaceError, match="UTF-8"):
        read_file(file)


def test_a_cell_is_no_formula() -> None:
    row = {"query": '=HYPERLINK("x")', "answer": "-1", "edits": []}
    [cells] = list(csv.DictReader(io.StringIO(to_csv([row]))))
    assert cells["query"] == '\'=HYPERLINK("x")' and cells["answer"] == "'-1"


def test_places_are_read_from_the_environment(tmp_path: Path) -> None:
    places = Places.from_environment({})
    assert (str(places.model), str(places.registry)) == (MODEL, REGISTRY)
    assert all("@" in str(place) for place in (places.model, places.registry))
    places = Places.from_environment(
        {"GENEVERSE_MODEL": str(tmp_path), "GENEVERSE_REGISTRY": "a/b"}
    )
    assert places.model == Place(str(tmp_path), local=True)
    assert str(tmp_path.parent) not in str(places.model)
    assert str(places.registry) == "a/b (unpinned)"
    with pytest.raises(SpaceError, match="GENEVERSE_MODEL='/no/such/folder'"):
        Places.from_environment({"GENEVERSE_MODEL": "/no/such/folder"})


def test_the_picture_tab_says_what_is_missing_and_shows_what_is_there(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    assert pictures_html(None).count("is not published yet") == 2
    png = b"\x89PNG\r\n\x1a\n" + b"0" * 20
    for name, image in (("protein-images", png), ("spatial-markers", b"<svg onload=alert(1)>")):
        (tmp_path / name).mkdir()
        row = {
            "images": [{"bytes": image, "path": None}],
            "messages": [{"role": "user", "content": "What is <this>?"}],
            "answer": "A protein.",
        }
        pq.write_table(pa.Table.from_pylist([row]), tmp_path / name / "test.parquet")
    html = pictures_html(tmp_path)
    assert html.count("<img") == 1 and "What is &lt;this&gt;?" in html
    assert "neither PNG, JPEG nor WebP" in html and "<svg" not in html


def test_a_registry_given_open_is_used(registry_folder: Path) -> None:
    genes = GeneRegistry.from_parquet(registry_folder)
    assert Desk(places(registry_folder), registry=genes).registry is genes
