"""The model behind an endpoint: loaded once from its repo's folder, asked one request at a time.

One value: ``Endpoint(Path("smollm2-135m-gene-grounded-lora")).answer({"inputs": "p53"})`` is a list
with the result of TP53, as ``GeneDescriptionPipeline`` gives it.
"""

import re
import threading
from pathlib import Path
from typing import Any

from .endpoint_input import Request, RequestError, read_request
from .errors import PostprocessError
from .registry import FILE_NAME as REGISTRY_FILE
from .settings import FILE_NAME, SettingsError, read_facts

GENE, PROTEIN, MARKER = "gene", "protein", "marker"
TASKS = (GENE, PROTEIN, MARKER)
# Access tokens of the Hub, which a client's error message could carry along.
_TOKEN = re.compile(r"\bhf_\w{6,}|(?<=Bearer )\S+|(?<=://)[^/\s@]+(?=@)")


class Endpoint:
    """One model of one repo folder. Safe to share between threads: they take turns.

    Raises:
        PostprocessError: the folder has no usable geneverse.json, or its registry cannot be opened.
    """

    def __init__(self, folder: Path) -> None:
        facts, why = read_facts(str(folder), None)
        if facts is None:
            raise SettingsError(f"{why}; the handler needs it to know how the model is asked")
        self.task = facts.get("task", GENE)
        if self.task not in TASKS:
            raise SettingsError(f"{FILE_NAME}: task is {self.task!r}, not one of {TASKS}")
        self._lock = threading.Lock()
        self._pipeline = _load(self.task, folder)
        # A missing registry shall stop the endpoint from starting, not its first request.
        self.registry = self._pipeline.registry.version

    def answer(self, data: Any) -> list[dict[str, Any]]:
        """One result for each input.

        Raises:
            RequestError: the request cannot be answered; no message holds an access token.
        """
        request = read_request(data, self.task)
        try:
            with self._lock:
                results: list[dict[str, Any]] = self._ask(request)
        except RequestError:
            raise
        except PostprocessError as error:
            raise RequestError(without_tokens(str(error))) from None
        # Memory, devices: the toolkit would show the message as it is.
        except (RuntimeError, ValueError, TypeError, OSError) as error:
            said = " ".join(str(error).split())[:300]
            raise RequestError(
                without_tokens(f"the model failed on this request ({type(error).__name__}: {said})")
            ) from error
        return results

    def _ask(self, request: Request) -> list[dict[str, Any]]:
        options = dict(request.options)
        if self.task != GENE:
            options["bad_image"] = "mark"
        results: list[dict[str, Any]] = self._pipeline(request.inputs, **options)
        return results


def _load(task: str, folder: Path) -> Any:
    """The pipeline of a task. The registry is the repo's own file where it has one, else that
    which the repo names on the Hub."""
    import torch

    device = "cuda" if torch.cuda.is_available() else "cpu"
    options: dict[str, Any] = {"device": device, "batch_size": 8}
    if (folder / REGISTRY_FILE).is_file():
        options["registry"] = folder / REGISTRY_FILE
    if task == GENE:
        from .pipeline import GeneDescriptionPipeline

        return GeneDescriptionPipeline.from_pretrained(str(folder), **options)
    from .vision_pipeline import VisionPipeline

    return VisionPipeline.from_pretrained(str(folder), **options)


def without_tokens(message: str) -> str:
    """A message in which access tokens are stars."""
    return _TOKEN.sub("***", message)
