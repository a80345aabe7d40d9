"""Loads a release back as a stranger would: a fresh process, an empty cache, no token, only public
names.

The result, as JSON (see ``loadback_child`` for who fills what)::

    {"endpoint": "http://127.0.0.1:8200", "version": "v0.1.0", "seconds": 31.2,
     "dataset": {"id": "geneverse/gene-instructions", "splits": {"train": 580, "test": 71},
                 "grounded": {"train": 290, "test": 36}, "seconds": 6.1},
     "pictures": {"id": "geneverse/protein-images", "splits": {"train": 102}, "size": [336, 336]},
     "registry": {"id": "geneverse/gene-registry", "rows": 385, "seconds": 0.4},
     "adapter": {"id": "geneverse/smollm2-135m-gene-grounded-lora", "symbol": "GLI1",
                 "prompt": "Records: ...", "answer": "...", "reference": "...", "seconds": 14.0,
                 "seconds_generating": 6.2, "by_tag_same": true},
     "corrected": {"text": "...", "edits": [{"kind": "identifier", "before": "HGNC:1", ...}]},
     "pipeline": {"id": "geneverse/gene-pipeline", "query": "GLI1", "status": "ok",
                  "answer": "GLI1 (GLI family zinc finger 1) is ...", "seconds": 9.8},
     "metrics": {"geneverse/ids_right": {"ids_right": 0.5}},
     "space": {"id": "geneverse/demo", "asked": "GLI1 is HGNC:1.", "text": "GLI1 is HGNC:4317."}}
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from hub.errors import HubError

DATASET = "geneverse/gene-instructions"
REGISTRY = "geneverse/gene-registry"
ADAPTER = "geneverse/smollm2-135m-gene-grounded-lora"
PIPELINE = "geneverse/gene-pipeline"
# What a fresh machine would have; what points to a cache, a token or another hub is left out.
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "OMP_NUM_THREADS", "SYSTEMROOT")
TAIL = 3000


@dataclass(frozen=True)
class LoadRequest:
    """What to load. A part whose id is None is left out.

    The prompt is that of ``symbol`` in ``split`` of ``config``, or of the split's first
    protein-coding gene whose record stands alone in the prompt.
    """

    version: str
    dataset: str | None = DATASET
    config: str = "grounded"
    split: str = "test"
    symbol: str | None = None
    pictures: str | None = None
    registry: str | None = REGISTRY
    registry_file: str = "genes.parquet"
    adapter: str | None = ADAPTER
    pipeline: str | None = None
    metrics: Sequence[str] = ()
    space: str | None = None
    max_new_tokens: int = 160
    correct: bool = True


def load_back(endpoint: str, request: LoadRequest, *, timeout: float = 900) -> dict[str, Any]:
    """Load, answer and correct in a fresh process; returns the result shown above.

    Raises:
        HubError: something did not load; the message holds the end of what the process said.
    """
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="loadback-") as name:
        empty = Path(name)
        asked, answered = empty / "request.json", empty / "result.json"
        asked.write_text(json.dumps(asdict(request)))
        command = [sys.executable, "-m", "hub.loadback_child", str(asked), str(answered)]
        try:
            child = subprocess.run(
                command,
                env=_environment(endpoint, empty),
                cwd=empty,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=timeout,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise HubError(
                f"loading back from {endpoint} took more than {timeout:.0f} s"
            ) from error
        if child.returncode != 0 or not answered.is_file():
            said = child.stdout.decode(errors="replace")[-TAIL:].strip()
            raise HubError(f"the release does not load back from {endpoint}:\n{said}")
        result: dict[str, Any] = json.loads(answered.read_text())
    seconds = round(time.monotonic() - begun, 1)
    return {"endpoint": endpoint, "version": request.version, "seconds": seconds, **result}


def _environment(endpoint: str, empty: Path) -> Mapping[str, str]:
    """A stranger's environment, pointed at one hub, with every cache in ``empty``."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    package = str(Path(__file__).resolve().parents[1])
    return {
        **kept,
        "PYTHONPATH": package,
        "HOME": str(empty),
        "HF_HOME": str(empty / "hf"),
        "HF_ENDPOINT": endpoint,
        "HF_HUB_DISABLE_XET": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "HF_UPDATE_DOWNLOAD_COUNTS": "0",
        "AXOLOTL_DO_NOT_TRACK": "1",
        "DO_NOT_TRACK": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "CUDA_VISIBLE_DEVICES": "",
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
    }
