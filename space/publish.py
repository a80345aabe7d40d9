"""The Space's repo, laid out for the Hub: what ``app.py`` needs and nothing else.

``write_space_repo(Path("build/spaces/demo"))`` makes::

    app.py  requirements.txt  geneverse.json  LICENSE
    space/...         the page
    postprocess/...   the modules that it imports, and those that they import

It runs there alone; README.md is written by ``geneverse card``. This module is not among them.
"""

import ast
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from postprocess.publish_files import HERE as POSTPROCESS
from postprocess.publish_files import pipeline_files
from space.pinned import MODEL, REGISTRY
from space.places import Place, SpaceError

HERE = Path(__file__).resolve().parent
APP, REQUIREMENTS, FACTS = "app.py", "requirements.txt", "geneverse.json"
_SHOWS = (
    "A question in a person's words, a symbol, an alias or any identifier; what is misspelt or has "
    "several meanings gets symbols to ask instead.",
    "The corrected answer with every edit marked, beside what the model wrote; identifiers linked "
    "to HGNC, NCBI, Ensembl, OMIM and UniProt.",
    "Several genes at once, as CSV and JSON.",
    "A text of your own, from any model, corrected; this needs no model.",
)
_NOTES = (
    "Set `GENEVERSE_MODEL`, `GENEVERSE_BASE`, `GENEVERSE_REGISTRY` and `GENEVERSE_PICTURES` to use "
    "others: a path, or a Hub id with its revision (`owner/name@v0.1.0`). The data sets of "
    "pictures are not published yet, so that tab says what is missing.",
)


def space_files() -> tuple[dict[str, Path], set[str]]:
    """Each file of the repo with where it lies here, and the packages from elsewhere.

    Raises:
        PublishError: a module of postprocess cannot be followed.
        SpaceError: the page imports what is not there.
    """
    pages, roots, packages = _pages()
    modules, more = pipeline_files(POSTPROCESS, tuple(sorted(roots)))
    files = {APP: HERE / APP, REQUIREMENTS: HERE / REQUIREMENTS}
    files |= {f"space/{path.name}": path for path in pages if path.name != APP}
    files["space/__init__.py"] = HERE / "__init__.py"
    files |= {f"postprocess/{path.name}": path for path in modules}
    files["postprocess/__init__.py"] = POSTPROCESS / "__init__.py"
    licence = HERE.parent / "LICENSE"
    return files | ({"LICENSE": licence} if licence.is_file() else {}), packages | more


def write_space_repo(out: Path, *, model: str = MODEL, registry: str = REGISTRY) -> Path:
    """Make the folder ``out``, whole or not at all; what was there is replaced.

    ``model`` and ``registry`` are Hub ids with the revisions that the release pins.

    Raises:
        SpaceError: an id without a revision, or ``out`` is something else's folder.
    """
    pins = [_pinned(text) for text in (model, registry)]
    if out.exists() and not (out / APP).is_file() and (not out.is_dir() or any(out.iterdir())):
        raise SpaceError(f"{out} is there and is no Space's folder; name another")
    files, _ = space_files()
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as staged:
        staging = Path(staged) / "repo"
        for name, source in files.items():
            (staging / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, staging / name)
        (staging / "space" / "pinned.py").write_text(
            '"""Which model and registry the Space takes where the environment names none."""\n\n'
            f"MODEL = {json.dumps(model)}\nREGISTRY = {json.dumps(registry)}\n",
            encoding="utf-8",
        )
        facts = _facts(pins, sorted(name for name in files if name.endswith(".py")))
        text = json.dumps(facts, indent=2, sort_keys=True, ensure_ascii=False)
        (staging / FACTS).write_text(text + "\n", encoding="utf-8")
        if out.exists():
            out.replace(Path(staged) / "old")
        staging.replace(out)
    return out


def _pages() -> tuple[list[Path], set[str], set[str]]:
    """The page's modules, the modules of postprocess that they import, and other packages."""
    found: dict[str, Path] = {}
    roots: set[str] = set()
    packages: set[str] = set()
    waiting = [APP]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        path = found[name] = HERE / name
        if not path.is_file():
            raise SpaceError(f"{path} is imported by the Space and is not there")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for room, module in _imported(node):
                if room == "space" and module:
                    waiting.append(f"{module}.py")
                elif room == "postprocess":
                    roots.add(f"{module}.py")
                else:
                    packages.add(room)
    return [found[name] for name in sorted(found)], roots, packages - sys.stdlib_module_names


def _imported(node: ast.AST) -> list[tuple[str, str]]:
    """Package and module of an import: ``("postprocess", "correct")``."""
    if isinstance(node, ast.ImportFrom) and node.module:
        names = [node.module]
    elif isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    else:
        return []
    return [(name.split(".")[0], ".".join(name.split(".")[1:])) for name in names]


def _pinned(text: str) -> Place:
    place = Place.read(text)
    if place.local or place.revision is None:
        raise SpaceError(f"{text} has no revision; a released Space names owner/name@revision")
    return place


def _facts(pins: list[Place], python: list[str]) -> dict[str, Any]:
    """The repo's geneverse.json, from which its card is written."""
    model, registry = pins
    return {
        "kind": "space",
        "name": "demo",
        "title": "Ask a gene",
        "short_description": "A gene's description, checked against the registry",
        "emoji": "🧬",
        "colorFrom": "blue",
        "colorTo": "gray",
        "sdk": "gradio",
        "sdk_version": _pin("gradio"),
        "python_version": "3.11",
        "app_file": APP,
        "models": [model.name],
        "datasets": [registry.name],
        "revisions": {place.name: place.revision for place in pins},
        "shows": list(_SHOWS),
        "notes": list(_NOTES),
        "python": python,
    }


def _pin(package: str) -> str:
    for line in (HERE / REQUIREMENTS).read_text(encoding="utf-8").splitlines():
        name, _, version = line.partition("==")
        if name == package and version:
            return version
    raise SpaceError(f"{REQUIREMENTS} pins no version of {package}")
