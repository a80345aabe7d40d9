"""``EndpointHandler`` for Inference Endpoints: a model repo with this file answers JSON over HTTP.

One request and its answer (shortened)::

    {"inputs": "GLI1", "parameters": {"max_new_tokens": 200}}
    [{"query": "GLI1", "symbol": "GLI1", "answer": "GLI1 (GLI family ...", "status": "ok", ...}]

The endpoint's toolkit loads this file by its path, as a module without a package, so that relative
imports would fail: the files beside it are then made a package here. What is wrong with a request
is raised; the toolkit answers it with status 400 and ``{"error": message}``.
"""

import hashlib
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

# Not resolved: in a cache of the Hub this file is a link to a blob, whose folder has no siblings.
HERE = Path(__file__).absolute().parent


def _endpoint_class() -> Any:
    """The class behind the handler, from the package that this file is in, or from its folder."""
    own = sys.modules.get(__package__ or "")
    if str(HERE) in map(str, getattr(own, "__path__", ())):
        from .endpoint import Endpoint

        return Endpoint
    # One package for each folder, so that two repos in one process keep their own files.
    name = "geneverse_endpoint_" + hashlib.sha256(str(HERE).encode()).hexdigest()[:12]
    if name not in sys.modules:
        package = ModuleType(name)
        package.__path__ = [str(HERE)]
        sys.modules[name] = package
    return import_module(f"{name}.endpoint").Endpoint


class EndpointHandler:
    """Loads the model of a repo folder and answers requests.

    Args:
        path: the folder of a gene or vision model: an adapter or whole weights, with its
            geneverse.json. Left out, the folder of this file.

    Raises:
        PostprocessError: the folder does not say how its model is asked, or it has no registry.
    """

    def __init__(self, path: str = "") -> None:
        self._endpoint = _endpoint_class()(Path(path) if path else HERE)

    def __call__(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        """Answer ``{"inputs": ..., "parameters": {...}}``: one result for each input, in order.

        ``inputs`` is a gene's symbol or a question, for vision models ``{"image": base64, "gene":
        ..., "cell_type": ...}``; or a list of those.

        Raises:
            RequestError: the request cannot be answered; the message says what to send.
        """
        results: list[dict[str, Any]] = self._endpoint.answer(data)
        return results
