"""A release without a stored token: the exchange with GitHub and the Hub, and the workflow."""

import json
import re
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from hub import trusted
from hub.errors import HubError

WORKFLOW = Path(__file__).parents[2] / ".github" / "workflows" / "release.yml"


class Issuer:
    """GitHub's token service and the Hub's, as far as the exchange needs them."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, dict[str, Any], str | None]] = []
        self.status = 200
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer({"value": "id-token"}, {})

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                self.answer({"access_token": "hf_jwt_short"}, json.loads(self.rfile.read(length)))

            def answer(self, value: dict[str, str], body: dict[str, Any]) -> None:
                outer.seen.append((self.path, body, self.headers.get("Authorization")))
                data = json.dumps(value).encode()
                self.send_response(outer.status if self.command == "POST" else 200)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, format: str, *args: object) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def issuer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Issuer]:
    made = Issuer()
    threading.Thread(target=made.server.serve_forever, daemon=True).start()
    monkeypatch.setenv(trusted.URL, f"{made.url}/github?api-version=2.0")
    monkeypatch.setenv(trusted.SECRET, "request-token")
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.mark.parametrize(
    ("title", "resource"),
    [
        ("model geneverse/x", "geneverse/x"),
        ("dataset geneverse/gene-registry", "datasets/geneverse/gene-registry"),
        ("space geneverse/ids_right", "spaces/geneverse/ids_right"),
    ],
)
def test_each_repo_gets_a_token_of_its_own(issuer: Issuer, title: str, resource: str) -> None:
    assert trusted.token_for(title, issuer.url) == "hf_jwt_short"
    (asked, _, secret), (path, body, _) = issuer.seen
    assert "audience=http" in asked
    assert secret == "Bearer request-token"
    assert path == "/oauth/token"
    assert body == {
        "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
        "subject_token_type": "urn:ietf:params:oauth:token-type:id_token",
        "subject_token": "id-token",
        "resource": resource,
    }


def test_without_a_job_there_is_no_token_and_for_a_collection_neither(
    issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert trusted.token_for("collection geneverse", issuer.url) is None
    monkeypatch.delenv(trusted.URL)
    assert trusted.token_for("model geneverse/x", issuer.url) is None
    assert issuer.seen == []


def test_a_refusal_says_what_to_set_and_shows_no_token(issuer: Issuer) -> None:
    issuer.status = 400
    with pytest.raises(HubError, match="Trusted Publishers, must name this workflow") as caught:
        trusted.token_for("model geneverse/x", issuer.url)
    assert "token=" not in str(caught.value)
    assert "id-token" not in str(caught.value)
    with pytest.raises(HubError, match="could not"):
        trusted.token_for("model geneverse/x", "http://127.0.0.1:9")


def test_the_workflow_stores_no_token_and_asks_for_no_more_rights_than_it_needs() -> None:
    text = WORKFLOW.read_text()
    flow = yaml.safe_load(text)
    assert "secrets." not in text
    assert "HF_TOKEN" not in text
    assert flow["permissions"] == {"contents": "read"}
    rights = {name: job["permissions"] for name, job in flow["jobs"].items()}
    assert rights["release"] == {"contents": "read", "id-token": "write"}
    assert "id-token" not in rights["look"]
    assert flow["jobs"]["release"]["environment"] == "hub"
    assert flow["jobs"]["release"]["if"] == "${{ !inputs.dry_run }}"
    assert flow[True]["workflow_dispatch"]["inputs"]["dry_run"]["default"] is True  # YAML's `on`


def test_its_scripts_take_inputs_by_environment_and_are_valid_shell() -> None:
    """What a person types must not become a command."""
    flow = yaml.safe_load(WORKFLOW.read_text())
    assert flow["defaults"]["run"]["shell"] == "bash"  # GitHub's own default has no pipefail
    jobs = flow["jobs"].values()
    scripts = [step["run"] for job in jobs for step in job["steps"] if "run" in step]
    assert len(scripts) == 5
    for script in scripts:
        assert "${{" not in script
        done = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True)
        assert done.returncode == 0, done.stderr
        for line in re.findall(r"^\s*geneverse (\w+)", script, re.MULTILINE):
            assert line in ("data", "card", "release")
