"""The repos of the metrics: each folder ``eval/metrics/<name>/`` becomes the Space of its name.

A metric's folder holds::

    <name>.py         a subclass of ``evaluate.Metric``, which ``evaluate.load`` runs
    other .py files   what it imports, as ``from .other import ...``; they import no further ones
    geneverse.json    title, short_description, what, inputs, example, result, limits (see the card)

``write_metric_repo("ids_right", Path("build/metrics/ids_right"))`` makes of it::

    ids_right.py  identifiers.py  app.py  requirements.txt  geneverse.json  LICENSE

It runs there alone; ``geneverse card`` writes README.md. A folder may have an ``app.py`` of its
own; ``__init__.py`` stays at home, and ``evaluate.load`` takes the folder itself, too.
"""

import ast
import json
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

from .errors import EvalError

HERE = Path(__file__).resolve().parent
METRICS = HERE / "metrics"
APP, REQUIREMENTS, FACTS = "app.py", "requirements.txt", "geneverse.json"
# Where a metric says nothing of its own. The Hub installs Gradio by sdk_version.
LOOKS = {
    "emoji": "🧬",
    "colorFrom": "green",
    "colorTo": "gray",
    "sdk": "gradio",
    "sdk_version": "6.10.0",
    "python_version": "3.11",
    "app_file": APP,
}
# Older ones cannot load by id beside a datasets of today; by path they can.
NEEDS = ("evaluate>=0.4.6", "datasets>=2.14")
# evaluate takes everything behind the first name of an import line for that package's own.
_TWO_ON_A_LINE = re.compile(r"^import\s+[^#\n]*,", re.MULTILINE)


def metric_names(folder: Path = METRICS) -> list[str]:
    """The metrics that are released: the folders that hold a file of their name and its facts."""
    found = (path.parent for path in folder.glob(f"*/{FACTS}"))
    return sorted(path.name for path in found if (path / f"{path.name}.py").is_file())


def metric_files(name: str, folder: Path = METRICS) -> dict[str, Path]:
    """Each Python file of the repo with where it lies here.

    Raises:
        EvalError: there is no such metric, or it imports in a way that ``evaluate`` cannot follow.
    """
    main = folder / name / f"{name}.py"
    if not main.is_file():
        raise EvalError(f"there is no metric {name}: {main} is not there")
    siblings = _siblings(main)
    for sibling in siblings:
        path = folder / name / sibling
        if not path.is_file():
            raise EvalError(f"{main} imports {sibling}, which is not beside it")
        if further := _siblings(path):
            raise EvalError(
                f"{path} imports {', '.join(further)} from its folder; evaluate fetches only what "
                f"{main.name} itself imports: import it there, or put both in one file"
            )
    own = folder / name / APP
    app = own if own.is_file() else HERE / "metric_app.py"
    return {main.name: main, APP: app} | {one: folder / name / one for one in siblings}


def write_metric_repo(name: str, out: Path, folder: Path = METRICS) -> Path:
    """Make the folder ``out``, whole or not at all; what was there is replaced.

    Raises:
        EvalError: see :func:`metric_files`; or ``out`` is something else's folder.
    """
    if out.exists() and not (out / f"{name}.py").is_file() and any(out.iterdir()):
        raise EvalError(f"{out} is there and is no folder of {name}; name another")
    files = metric_files(name, folder)
    facts = _facts(name, folder / name / FACTS, sorted(files))
    licence = HERE.parent / "LICENSE"
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as staged:
        staging = Path(staged) / "repo"
        staging.mkdir()
        for target, source in files.items():
            shutil.copyfile(source, staging / target)
        if licence.is_file():
            shutil.copyfile(licence, staging / licence.name)
        (staging / REQUIREMENTS).write_text("\n".join(facts["requirements"]) + "\n")
        text = json.dumps(facts, indent=2, ensure_ascii=False)
        (staging / FACTS).write_text(text + "\n", encoding="utf-8")
        if out.exists():
            out.replace(Path(staged) / "old")
        staging.replace(out)
    return out


def _siblings(path: Path) -> list[str]:
    """Files of its folder that a module imports: ``["identifiers.py"]``."""
    text = path.read_text(encoding="utf-8")
    if _TWO_ON_A_LINE.search(text):
        raise EvalError(f"{path} imports two packages on one line, of which evaluate sees one")
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.level:
            if node.level > 1 or not node.module or "." in node.module:
                raise EvalError(
                    f"{path}, line {node.lineno}: a metric stands alone; import from a file of its "
                    "own folder, `from .other import name`"
                )
            found.add(f"{node.module}.py")
    return sorted(found)


def _facts(name: str, path: Path, python: list[str]) -> dict[str, Any]:
    """The repo's geneverse.json, from which its card is written."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EvalError(f"{path}: the metric's facts cannot be read ({error})") from error
    own = {"kind": "metric", "name": name, "python": python}
    return {**LOOKS, "requirements": list(NEEDS), **told, **own}
