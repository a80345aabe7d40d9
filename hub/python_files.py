"""Which Python files a repo is meant to have, by its kind. All others are refused.

- pipeline and merged model: what ``postprocess.publish_files`` puts there, flat;
- metric: ``<name>.py``, which ``evaluate.load`` runs, ``app.py``, its page, and what its
  geneverse.json lists under ``"python"``;
- Space: ``app.py`` and what its geneverse.json lists.
"""

from pathlib import Path, PurePosixPath

from hub.record import read_json
from model_cards.validate import FolderKind


def meant_python(kind: FolderKind | None, folder: Path) -> frozenset[str]:
    """Paths within the repo, e.g. ``pipeline.py``."""
    if kind in ("pipeline", "merged"):
        from postprocess.publish_files import pipeline_files

        return frozenset(path.name for path in pipeline_files()[0])
    if kind not in ("metric", "space"):
        return frozenset()
    facts = read_json(folder / "geneverse.json")
    listed = facts.get("python")
    names = [n for n in listed if isinstance(n, str)] if isinstance(listed, list) else []
    own = {f"{facts.get('name')}.py", f"{folder.resolve().name}.py"} if kind == "metric" else set()
    return frozenset({"app.py", *own, *(n for n in names if PurePosixPath(n).suffix == ".py")})
