"""The handler's files, put into a model's folder, so that Inference Endpoints can serve it.

``add_handler(Path("build/smollm2-135m-gene-grounded-lora"))`` puts handler.py there, the files that
it imports, and requirements.txt.
"""

import json
import tempfile
from pathlib import Path

from .endpoint import TASKS
from .pinned import REGISTRY_ID
from .publish_files import HERE, REQUIREMENTS, PublishError, pipeline_files, write_code
from .settings import FILE_NAME

REQUIREMENTS_FILE = "requirements.txt"
_ABOUT = "# What handler.py and the files beside it need; the endpoint's own image has torch.\n"


def requirements() -> str:
    """The text of requirements.txt."""
    _, packages = pipeline_files(HERE, ("handler.py",))
    return _ABOUT + "".join(f"{line}\n" for line in sorted(REQUIREMENTS[p] for p in packages))


def add_handler(
    folder: Path, *, registry_revision: str | None = None, registry_id: str = REGISTRY_ID
) -> list[str]:
    """Put the handler into a folder with a geneverse.json; returns the names of its files.

    ``registry_revision`` is the tag of the registry that it takes where the model names none.
    Files of the same names are replaced; doing it again changes nothing. handler.py comes last, so
    that a half-done folder is one without a handler.

    Raises:
        PublishError: the folder is no model of this project.
    """
    facts_file = folder / FILE_NAME
    try:
        facts = json.loads(facts_file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PublishError(
            f"{facts_file} cannot be read ({error}); name a model's folder"
        ) from error
    if not isinstance(facts, dict) or facts.get("task") not in TASKS:
        raise PublishError(f"{facts_file}: its task is none of {', '.join(TASKS)}")
    files, _ = pipeline_files(HERE, ("handler.py",))
    names = sorted(path.name for path in files)
    with tempfile.TemporaryDirectory(prefix=".handler.", dir=folder) as staged:
        staging = Path(staged)
        write_code(staging, ("handler.py",), registry_id, registry_revision)
        (staging / REQUIREMENTS_FILE).write_text(requirements(), encoding="utf-8")
        last = "handler.py"
        for name in [*(n for n in names if n != last), REQUIREMENTS_FILE, last]:
            (staging / name).replace(folder / name)
    return [*names, REQUIREMENTS_FILE]
