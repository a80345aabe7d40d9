"""The page as people and programs use it: in headless Chromium, and through gradio_client."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from space_world import HOSTILE, WRONG, scripted_desk

pytest.importorskip("gradio", reason="Gradio is not installed: pip install 'geneverse[space]'")


def say(prompt: str) -> str:
    """What the tiny model is made to say; about TP53 it is hostile."""
    return HOSTILE if "gene: TP53." in prompt else WRONG


@pytest.fixture(scope="module")
def address(registry_folder: Path) -> Iterator[str]:
    """The page on a free port of loopback."""
    from space.serving import gr, serve

    os.environ["no_proxy"] = "127.0.0.1,localhost"
    yield serve(scripted_desk(registry_folder, say), host="127.0.0.1", wait=False)
    gr.close_all()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("there is no Chromium on this machine: apt-get install chromium")
    with api.sync_playwright() as started:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = started.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any, address: str) -> Iterator[Any]:
    opened = chromium.new_page(viewport={"width": 390, "height": 800})
    opened.asked = []
    opened.on("request", lambda request: opened.asked.append(request.url))
    opened.goto(address)
    opened.wait_for_selector("#question textarea, #question input")
    yield opened
    opened.close()


def ask(page: Any, question: str) -> None:
    page.fill("#question textarea, #question input", question)
    page.click("#ask")
    page.wait_for_selector("#answer .gv-head")
    page.wait_for_function("!document.querySelector('#answer .gv-busy')")


def test_type_a_symbol_and_see_the_corrected_answer(page: Any) -> None:
    ask(page, "GLI1")
    assert page.inner_text("#answer .gv-card del") == "10997"
    assert page.inner_text("#answer .gv-card ins") == "4317"
    assert "hgnc_id" in page.get_attribute("#answer .gv-card ins", "title")
    assert page.get_attribute("#answer .gv-card ins a", "href").endswith("/HGNC:4317")
    cards = page.locator("#answer .gv-card")
    assert "HGNC:10997" in cards.nth(1).inner_text()
    style = "e => [getComputedStyle(e).textDecorationLine, getComputedStyle(e).color]"
    gone, come = (page.eval_on_selector(f"#answer .gv-card {tag}", style) for tag in ("del", "ins"))
    assert (gone[0], come[0]) == ("line-through", "underline") and gone[1] != come[1]


def test_it_fits_a_telephone_and_loads_nothing_from_elsewhere(page: Any, address: str) -> None:
    ask(page, "GLI1")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    ours = (address.rstrip("/"), "data:", "blob:")
    foreign = [url for url in page.asked if not url.startswith(ours)]
    assert len(page.asked) > 5 and foreign == []


def test_a_hostile_answer_is_shown_and_not_run(page: Any) -> None:
    ask(page, "TP53")
    assert "<script>window.hacked=1</script>" in page.inner_text("#answer")
    assert "${window.hacked=3} {{window.hacked}}" in page.inner_text("#answer")
    page.wait_for_timeout(300)
    assert page.evaluate("window.hacked") is None
    assert page.locator("#answer img, #answer script").count() == 0


def test_a_misspelt_gene_is_asked_again_with_a_click(page: Any) -> None:
    ask(page, "BRAC1")
    page.click("#candidates button:has-text('BRCA1')")
    page.wait_for_selector("#answer h3:has-text('BRCA1')")


def test_a_pasted_text_is_corrected(page: Any) -> None:
    page.click("button[role=tab]:has-text('Your text')")
    page.fill("#text textarea", "It is HGNC:1.")
    page.fill("#symbol textarea, #symbol input", "p53")
    page.click("#correct")
    page.wait_for_selector("#corrected ins")
    assert page.inner_text("#corrected .gv-card ins") == "11998"


def test_several_genes_are_described_and_saved(page: Any) -> None:
    page.click("button[role=tab]:has-text('Several')")
    page.fill("#names textarea", "GLI1\nBRAC1")
    page.click("#describe")
    page.wait_for_selector("text=2 of 2 done")
    with page.expect_download() as saved:
        page.click("a:has-text('CSV'), button:has-text('CSV')")
    text = Path(saved.value.path()).read_text(encoding="utf-8")
    assert text.startswith("query,") and "HGNC:4317" in text


def test_a_list_of_genes_is_uploaded(page: Any, tmp_path: Path) -> None:
    page.click("button[role=tab]:has-text('Several')")
    (tmp_path / "genes.csv").write_text("GLI1\np53,BRAC1\nENSG00000139618\n")
    page.set_input_files("input[type=file]", str(tmp_path / "genes.csv"))
    page.wait_for_selector("text=genes.csv")
    page.click("#describe")
    page.wait_for_selector("text=4 of 4 done")
    cells = page.locator("#table tbody tr td:nth-child(2)").all_inner_texts()
    assert cells == ["GLI1", "TP53", "–", "BRCA2"]


def test_on_a_telephone_the_question_has_the_whole_width(page: Any) -> None:
    box, button = page.locator("#question").bounding_box(), page.locator("#ask").bounding_box()
    assert box["width"] > 300 and button["y"] >= box["y"] + box["height"]


def test_programs_get_json(address: str) -> None:
    from gradio_client import Client

    client = Client(address, verbose=False)
    result = client.predict("GLI1", api_name="/answer")
    assert result["answer"] == WRONG.replace("10997", "4317")
    assert result["edits"][0]["field"] == "hgnc_id"
    done = client.predict("It is HGNC:1.", "p53", api_name="/correct")
    assert (done["text"], done["symbol"]) == ("It is HGNC:11998.", "TP53")
    assert "4317</a></ins>" in client.predict("GLI1", api_name="/panel")


def test_a_request_that_is_too_large_is_refused(address: str) -> None:
    import httpx

    body = {"data": ["x" * 2_000_000], "fn_index": 0, "session_hash": "x"}
    answer = httpx.post(f"{address}gradio_api/queue/join", json=body)
    assert answer.status_code == 413
    home = httpx.get(address)
    assert "default-src 'self'" in home.headers["content-security-policy"]
    assert "cdnjs" not in home.text and "fonts.g" not in home.text
