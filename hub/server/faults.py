"""Faults that a test asks for, and the record of every request and of every fault that struck.

A fault says which requests it strikes and how::

    Fault("status", route="POST .*/commit/", status=503)     # answer 503, do nothing
    Fault("lost", route="POST .*/tag/")                       # do it, drop the answer
    Fault("reset", skip=4)                                    # the fifth request, whatever it is

``enumerate`` over a scenario: run it once, count ``Faults.log``, then run it once per request with
``skip=0, 1, 2 ...``. Nothing here strikes unless the hub was started with ``admin``.
"""

import re
import threading
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from hub.server.errors import BadRequest

KINDS = {
    "status": "answer with `status` (and Retry-After), do nothing",
    "delay": "wait `seconds`, then go on as usual",
    "reset": "break the connection, do nothing",
    "lost": "do what was asked, then break the connection instead of answering",
    "half": "do what was asked, break the connection in the middle of the answer",
    "full": "the disk takes no file longer than `limit` bytes while this request is served",
    "kill": "SIGKILL to the server, `seconds` after the request came",
    "kill-after": "do what was asked, then SIGKILL to the server instead of answering",
}
LOG_LENGTH = 100_000


@dataclass(frozen=True)
class Fault:
    """What strikes, whom, and how often.

    Attributes:
        kind: one of ``KINDS``.
        route: regular expression, searched in ``"<METHOD> <path>"``, e.g. ``"PUT /lfs/"``.
        skip: requests of this route that pass unharmed first.
        count: requests that are struck after those; 0 strikes all.
        status: the answer of "status".
        retry_after: seconds for the Retry-After header of "status"; None sends none.
        seconds: how long "delay" waits and when "kill" strikes.
        limit: bytes that "full" still lets a file have.
    """

    kind: str
    route: str = ""
    skip: int = 0
    count: int = 1
    status: int = 503
    retry_after: int | None = None
    seconds: float = 0.0
    limit: int = 0

    def __post_init__(self) -> None:
        """Refuse what could never strike.

        Raises:
            BadRequest: unknown kind, or a route that is no regular expression.
        """
        if self.kind not in KINDS:
            raise BadRequest(f"fault kind {self.kind!r} is not one of {', '.join(KINDS)}")
        try:
            re.compile(self.route)
        except re.error as error:
            raise BadRequest(f"fault route {self.route!r}: {error}") from error

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Fault":
        """Read ``{"kind": "status", "route": "POST .*/commit/", "status": 429}``."""
        known = {field.name for field in fields(cls)}
        if unknown := sorted(set(value) - known):
            raise BadRequest(f"a fault has no field {unknown[0]!r}: {', '.join(sorted(known))}")
        try:
            return cls(**value)
        except TypeError as error:
            raise BadRequest(f"not a fault: {error}") from error


@dataclass
class Seen:
    """A request that came: ``path`` is without its query, which may hold a signature."""

    number: int
    method: str
    path: str
    route: str
    fault: str | None = None
    status: int | None = None


@dataclass
class _Rule:
    fault: Fault
    seen: int = 0
    hits: int = 0

    def strikes(self, text: str) -> bool:
        """Count a request, and say whether it is struck."""
        if not re.search(self.fault.route, text):
            return False
        self.seen += 1
        due = self.seen > self.fault.skip and (not self.fault.count or self.hits < self.fault.count)
        self.hits += due
        return due


class Faults:
    """The faults in force, what they struck, and all requests since the last ``clear_log``."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules: list[_Rule] = []
        self.log: deque[Seen] = deque(maxlen=LOG_LENGTH)
        self.struck: Counter[str] = Counter()

    def add(self, fault: Fault) -> None:
        """Put a fault in force, after those that are."""
        with self._lock:
            self._rules.append(_Rule(fault))

    def clear(self) -> None:
        """No fault any more; ``struck`` stays, so that a test can sum up over many runs."""
        with self._lock:
            self._rules.clear()

    def clear_log(self) -> None:
        """Forget the requests so far, e.g. before a scenario."""
        with self._lock:
            self.log.clear()

    def arrived(self, method: str, path: str, route: str) -> tuple[Seen, Fault | None]:
        """Note a request; the fault that strikes it, if one does."""
        with self._lock:
            seen = Seen(len(self.log) + 1, method, path, route)
            self.log.append(seen)
            for rule in self._rules:
                if rule.strikes(f"{method} {path}"):
                    seen.fault = rule.fault.kind
                    self.struck[rule.fault.kind] += 1
                    return seen, rule.fault
            return seen, None

    def to_json(self) -> dict[str, Any]:
        """What ``GET /admin/faults`` gives."""
        with self._lock:
            return {
                "rules": [asdict(rule.fault) | {"hits": rule.hits} for rule in self._rules],
                "struck": dict(self.struck),
                "requests": [asdict(seen) for seen in self.log],
            }
