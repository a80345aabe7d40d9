"""A real hub in a child process, and small folders to release."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from huggingface_hub import HfApi

from hub.server import serve

CARD = """---
license: mit
configs:
- config_name: combined
  default: true
  data_files:
  - split: train
    path: combined/train.parquet
  - split: test
    path: combined/test.parquet
- config_name: grounded
  data_files:
  - split: train
    path: grounded/train.parquet
  - split: test
    path: grounded/test.parquet
---
# Gene instructions
"""


@pytest.fixture(scope="session")
def hub_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One hub for all tests that use repos of their own."""
    with serve(tmp_path_factory.mktemp("hub") / "root") as endpoint:
        yield endpoint.url


@pytest.fixture
def api(hub_url: str) -> HfApi:
    """The real client, without a token."""
    return HfApi(endpoint=hub_url, token=False)


@pytest.fixture
def repo(request: pytest.FixtureRequest) -> str:
    """A repo id that no other test uses."""
    name = re.sub(r"[^A-Za-z0-9]+", "-", request.node.name).lower()[:60].strip("-")
    return f"geneverse/{name}-{hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:8]}"


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """A data set of two configurations, as the gene data set is laid out."""
    folder = tmp_path / "gene-instructions"
    for config in ("combined", "grounded"):
        (folder / config).mkdir(parents=True)
        for split, rows in {"train": 5, "test": 2}.items():
            write_rows(folder / config / f"{split}.parquet", config, rows)
    (folder / "README.md").write_text(CARD)
    (folder / "audit.json").write_text(json.dumps({"passed": True}))
    return folder


def write_rows(path: Path, config: str, rows: int) -> None:
    """Rows of the instruction schema, as far as loading needs it."""
    question = [{"role": "user", "content": "Records:\nGLI1 | HGNC:4317\n\nWhat is GLI1?"}]
    answer = "GLI1 is HGNC:4317."
    messages = [*question, {"role": "assistant", "content": answer}]
    table = pa.Table.from_pylist(
        [
            {
                "id": f"HGNC:{number}/{config}",
                "subject": "GLI1",
                "messages": messages,
                "answer": answer,
                "source": "grounded:foreign" if number == 0 else "grounded:right",
            }
            for number in range(rows)
        ]
    )
    pq.write_table(table, path)


@pytest.fixture
def stranger(hub_url: str, tmp_path: Path) -> Callable[[str], str]:
    """Runs a script in a process that knows only the hub's address; returns what it prints."""

    def run(script: str) -> str:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "HF_HOME": str(tmp_path / "stranger"),
            "HF_ENDPOINT": hub_url,
            "HF_HUB_DISABLE_XET": "1",
            "HF_HUB_DISABLE_TELEMETRY": "1",
            "HF_HUB_DISABLE_PROGRESS_BARS": "1",
            "HF_UPDATE_DOWNLOAD_COUNTS": "0",
        }
        done = subprocess.run(
            [sys.executable, "-c", script],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    return run
