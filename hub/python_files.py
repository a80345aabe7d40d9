"""Which Python files a repo is meant to have, by its kind. All others are refused.

- pipeline and merged model: what ``postprocess.publish_files`` puts there, flat;
- metric: ``<name>.py``, which ``evaluate.load`` runs, and ``app.py``, its page;
- Space: ``app.py`` and what its geneverse.json lists under ``"python"``.
"""

from pathlib import Path, PurePosixPath

from hub.record import read_json
from model_cards.validate import FolderKind


def meant_python(kind: FolderKind | None, folder: Path) -> frozenset[str]:
    """Paths within the repo, e.g. ``pipeline.py``."""
    if kind in ("pipeline", "merged"):
        from postprocess.publish_files import pipeline_files

        return frozenset(path.name for path in pipeline_files()[0])
    facts = read_json(folder / "geneverse.json")
    if kind == "metric":
        return frozenset({"app.py", f"{facts.get('name')}.py", f"{folder.resolve().name}.py"})
    if kind == "space":
        listed = facts.get("python")
        names = [n for n in listed if isinstance(n, str)] if isinstance(listed, list) else []
        return frozenset({"app.py", *(n for n in names if PurePosixPath(n).suffix == ".py")})
    return frozenset()
