"""The pages for a browser: what they show, what they hide, and that nothing foreign gets in."""

from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from huggingface_hub import CommitOperationAdd, HfApi

from hub.server import Accounts, Store, serve
from hub.server.web.card import card_html, examples
from hub.server.web.render import human_size

EVIL = "<script>alert(1)</script>"
CARD = f"""---
license: mit
pipeline_tag: text-generation
base_model: geneverse/none
tags: ["{EVIL}"]
widget:
- text: "What is GLI1? {EVIL}"
  example_title: GLI1
  output:
    text: "GLI1 is HGNC:4317. {EVIL}"
- messages: [{{role: user, content: "And TP53?"}}]
  output: {{text: HGNC:11998}}
- text: A picture?
  src: sub/shot.png
  output: [{{label: "yes", score: 0.75}}]
- no example
model-index:
- name: x
  results:
  - dataset: {{name: test, type: t}}
    metrics: [{{type: ids_right, value: 0.5833}}]
---
# Card {EVIL}

[file](sub/a.txt) [out](https://example.org) [js](javascript:alert(1)) ![in](sub/shot.png)
![spy](https://example.org/pixel.png) <img src=x onerror=alert(1)>

| a | b |
|---|---|
| 1 | 2 |
"""
PNG = bytes.fromhex("89504e470d0a1a0a") + b"\0" * 50


@pytest.fixture
def filled(api: HfApi, repo: str) -> str:
    api.create_repo(repo)
    files = {"README.md": CARD.encode(), "sub/a.txt": EVIL.encode(), "sub/shot.png": PNG}
    operations = [CommitOperationAdd(path, data) for path, data in files.items()]
    api.create_commit(repo, operations, commit_message=f"first {EVIL}")
    api.create_tag(repo, tag="v1.0.0")
    return repo


class Links(HTMLParser):
    """All that a page would load or run, and where it leads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.leads: list[str] = []
        self.tags: set[str] = set()
        self.handlers: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name == "src" or (tag == "link" and name == "href"):
                self.loads.append(value or "")
            elif name == "href":
                self.leads.append(value or "")
            elif name.startswith("on") or name == "style":
                self.handlers.append(name)


def get(url: str) -> str:
    answer = httpx.get(url, headers={"Accept": "text/html"}, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    return answer.text


def test_every_page_of_a_repo_leads_on_and_loads_nothing_foreign(
    hub_url: str, filled: str, api: HfApi
) -> None:
    """From the first page on: every link of this hub that can be reached answers 200."""
    made = api.create_collection(f"Of {filled} {EVIL}", namespace="geneverse", description=EVIL)
    api.add_collection_item(made.slug, filled, "model", note=EVIL)
    todo = ["/", f"/{filled}", f"/collections/{made.slug}", f"/{filled}/tree/v1.0.0/sub"]
    seen: set[str] = set()
    while todo:
        path = todo.pop()
        if path in seen or ("geneverse/" in path and filled not in path):
            continue  # another test's repo
        seen.add(path)
        answer = httpx.get(hub_url + path, headers={"Accept": "text/html"})
        assert answer.status_code == 200, path
        if "/resolve/" in path or path.endswith(".css"):
            continue
        found = Links(answer.text)
        assert not found.tags & {"script", "iframe", "object", "embed"}, path
        assert not found.handlers, path
        assert EVIL not in answer.text, path
        assert all(link.startswith("/") and not link.startswith("//") for link in found.loads)
        todo += [link for link in [*found.loads, *found.leads] if link.startswith("/")]
    assert len(seen) >= 12
    shown = "".join(sorted(seen))
    for part in ("/blob/", "/tree/", "/commits/", "/commit/", "/resolve/", "rev=v1.0.0"):
        assert part in shown, part


def test_the_card_is_shown_with_its_examples_answers_and_results(hub_url: str, filled: str) -> None:
    text = get(f"{hub_url}/{filled}?rev=v1.0.0")
    for part in (
        "GLI1 is HGNC:4317. &lt;script&gt;",
        "And TP53?",
        "HGNC:11998",
        "0.750",
        "ids_right",
        "0.583",
        "<td>1</td>",
        f'src="/{filled}/resolve/v1.0.0/sub/shot.png"',
        f'href="/{filled}/blob/v1.0.0/sub/a.txt"',
        'href="https://example.org" rel="noreferrer"',
        "[picture: spy]",
        "license:mit",
    ):
        assert part in text, part
    assert 'href="javascript' not in text
    assert "license: mit" not in text  # the metadata is a table, not a text


def test_the_first_page_finds_by_kind_name_and_owner(hub_url: str, filled: str) -> None:
    name = filled.split("/")[1]
    assert filled in get(f"{hub_url}/?type=model&search={name}")
    assert filled not in get(f"{hub_url}/?type=dataset&search={name}")
    assert "Nothing of this name" in get(f"{hub_url}/?search=zzzz")
    assert filled in get(f"{hub_url}/geneverse?type=model")
    assert filled not in get(f"{hub_url}/?author=owner")


def test_what_is_missing_is_a_page_for_people_and_json_for_programs(hub_url: str) -> None:
    page = httpx.get(f"{hub_url}/geneverse/none", headers={"Accept": "text/html"})
    assert (page.status_code, "<h1>404</h1>" in page.text) == (404, True)
    answer = httpx.get(f"{hub_url}/geneverse/none")
    assert answer.json()["error"]
    assert httpx.get(f"{hub_url}/api/nothing").headers.get("x-error-code") is None


def test_pages_show_no_private_repo_and_no_file_of_a_gated_one(tmp_path: Path) -> None:
    Store(tmp_path / "root")
    token = Accounts(tmp_path / "root").add("mary", "write")
    with serve(tmp_path / "root") as endpoint:
        api = HfApi(endpoint=endpoint.url, token=token)
        for name in ("hidden", "gated"):
            api.create_repo(f"mary/{name}")
            api.upload_file(
                path_or_fileobj=b"# Title", path_in_repo="README.md", repo_id=f"mary/{name}"
            )
        api.update_repo_settings("mary/hidden", private=True)
        api.update_repo_settings("mary/gated", gated="manual")
        pages = {"": 200, "/tree/main": 200, "/commits/main": 200, "/blob/main/README.md": 403}
        for path, status in pages.items():
            assert httpx.get(f"{endpoint.url}/mary/gated{path}").status_code == status
            assert httpx.get(f"{endpoint.url}/mary/hidden{path}").status_code == 404
        first = get(endpoint.url)
        assert "mary/gated" in first
        assert "mary/hidden" not in first


def test_relative_links_cannot_leave_the_repo() -> None:
    html = card_html("[x](../../../../api/x) [y](/api/y) ![z](//evil.test/z.png)", "/a/b", "v1")
    assert 'href="/a/b/blob/v1/api/x"' in html
    assert "<img" not in html


def test_a_card_of_another_form_breaks_no_page() -> None:
    for widget in (None, "x", 3, [None, {"output": 3}], [{"messages": [{"content": [3]}]}]):
        assert isinstance(examples({"widget": widget}, "/a/b", "main"), list)


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 B"), (999, "999 B"), (1200, "1.2 kB"), (93_400_000, "93.4 MB")]
)
def test_sizes_are_written_for_people(size: int, text: str) -> None:
    assert human_size(size) == text
