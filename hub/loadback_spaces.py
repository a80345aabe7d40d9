"""The Spaces of a release, loaded back: what a metric computes, and what the demo's page corrects.

Used by ``loadback_child``, in the stranger's process.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ASKED = "GLI1 is HGNC:1."
SECONDS = 120
# Run in the Space's own folder, where its packages come before ours; the registry is fetched from
# the hub at the tag that the Space pins. It needs no model.
_ASK = """
import sys
from pathlib import Path
import space.desk
assert Path(space.desk.__file__).is_relative_to(sys.argv[2]), space.desk.__file__
from space.places import Places
print(space.desk.Desk(Places.from_environment()).correct(sys.argv[1]).text)
"""


def measure_back(name: str, version: str) -> dict[str, Any]:
    """What a metric computes of its own card's example; its code comes from its repo at the tag.

    By the downloaded file, since ``evaluate`` 0.4.1, which Axolotl pins, cannot load by id beside
    the ``datasets`` that it pins as well.

    Raises:
        RuntimeError: it is not what the card says.
    """
    import evaluate
    from huggingface_hub import snapshot_download

    folder = Path(snapshot_download(name, repo_type="space", revision=version))
    facts = json.loads((folder / "geneverse.json").read_text(encoding="utf-8"))
    metric = evaluate.load(str(folder / f"{facts['name']}.py"))
    result: dict[str, Any] = metric.compute(**facts["example"])
    if result != facts["result"]:
        raise RuntimeError(f"{name} computes {result}, its card says {facts['result']}")
    return result


def space_back(name: str, version: str) -> dict[str, Any]:
    """What the Space's own code makes of a wrong answer, run in its downloaded folder.

    Raises:
        RuntimeError: it does not run there.
    """
    from huggingface_hub import snapshot_download

    folder = snapshot_download(name, repo_type="space", revision=version)
    done = subprocess.run(
        [sys.executable, "-c", _ASK, ASKED, folder],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": folder},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{name} does not run: {done.stderr[-1500:]}")
    return {"id": name, "asked": ASKED, "text": done.stdout.strip()}
