"""Inference Endpoints' way to load and call a handler, in a process that has only the repo."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

# As huggingface-inference-toolkit does it: the file is loaded by its path under a dotted name, the
# folder is put on the path, and what a request raises is its answer's `error`.
_TOOLKIT = """
import importlib.util, json, sys
from pathlib import Path
sys.modules["postprocess"] = None  # the repo's files are the only ones
folder = sys.argv[1]
file = Path(folder) / "handler.py"
spec = importlib.util.spec_from_file_location("handler.EndpointHandler", file)
sys.path.insert(0, folder)
module = importlib.util.module_from_spec(spec)
sys.modules["handler.EndpointHandler"] = module
spec.loader.exec_module(module)
handler = module.EndpointHandler(folder)
answers = []
for body in json.loads(sys.stdin.read()):
    try:
        answers.append(handler(body))
    except Exception as error:
        answers.append({"error": str(error)})
Path(sys.argv[2]).write_bytes(json.dumps(answers, allow_nan=False).encode())
"""


def serve(folder: Path, bodies: list[Any], **environment: str) -> list[Any]:
    """What the endpoint answers to each body."""
    out = folder.parent / f"{folder.name}.answers.json"
    done = subprocess.run(
        [sys.executable, "-c", _TOOLKIT, str(folder), str(out)],
        input=json.dumps(bodies),
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder.parent),
            "HF_HOME": os.environ["HF_HOME"],
            "HF_HUB_OFFLINE": "1",
            **environment,
        },
        cwd=folder.parent,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    answers: list[Any] = json.loads(out.read_text())
    return answers
