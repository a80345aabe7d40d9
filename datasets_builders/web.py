"""Polite requests: an honest user agent, waits that grow, ``Retry-After`` respected.

``httpx`` retries failed connections only, without a wait between them, and the back-off of
``huggingface_hub`` belongs to the Hub's own session and token; hence this module. One value::

    Retry(attempts=6, first=1.0, most=60.0)   waits about 1, 2, 4, 8, 16 s, each times 0.5 to 1.5
"""

import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urlsplit

import httpx

from datasets_builders.errors import DataError

_LOG = logging.getLogger(__name__)
TRIED_AGAIN = frozenset({408, 429, 500, 502, 503, 504})
TIMEOUT = httpx.Timeout(60.0, connect=20.0)


class WebError(DataError):
    """A server cannot be reached, refuses, or sends something else than was asked for."""


def user_agent() -> str:
    """``geneverse/0.1.0 (+https://huggingface.co/geneverse)``."""
    try:
        number = version("geneverse")
    except PackageNotFoundError:  # run from a checkout that is not installed
        number = "unknown"
    return f"geneverse/{number} (+https://huggingface.co/geneverse)"


@dataclass(frozen=True, slots=True)
class Retry:
    """How often and how long; seconds. ``sleep`` and ``chance`` are given by tests.

    A server that asks for a longer wait than ``patience`` is not waited for.
    """

    attempts: int = 6
    first: float = 1.0
    most: float = 60.0
    patience: float = 600.0
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random

    def wait(self, url: str, problem: str, failures: int, asked: float | None = None) -> None:
        """Sleep after the ``failures``-th failure in a row; at least what the server ``asked``.

        Raises:
            WebError: the server asked for more than ``patience`` seconds.
        """
        host = urlsplit(url).hostname
        if asked is not None and asked > self.patience:
            raise WebError(f"{host}: the server asks to wait {asked:.0f} s; try again after that")
        pause = min(self.most, self.first * 2 ** (failures - 1)) * (0.5 + self.chance())
        pause = max(pause, asked or 0.0)
        _LOG.warning("%s: %s; trying again in %.0f s", host, problem, pause)
        self.sleep(pause)


def retry_after(response: httpx.Response) -> float | None:
    """The seconds that a server asks to wait, given as a number or as a date; None if it does not.

    RFC 9110, section 10.2.3.
    """
    value = response.headers.get("Retry-After", "").strip()
    if not value:
        return None
    if value.isdigit():
        return float(value)
    try:
        then = parsedate_to_datetime(value)
    except ValueError:
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    return max(0.0, (then - datetime.now(UTC)).total_seconds())
