"""One request as the handlers see it: names unquoted, body read, no HTTP library in sight."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from starlette.datastructures import Headers, QueryParams

from hub.server.errors import BadRequest
from hub.server.lfs_links import Signer
from hub.server.models import Commit
from hub.server.names import RepoRef
from hub.server.storage import Store


@dataclass(frozen=True)
class Settings:
    """How a hub behaves; the limits are in bytes."""

    token: str | None = None
    user: str = "geneverse"
    max_json: int = 8 << 20
    max_commit: int = 256 << 20
    max_upload: int = 64 << 30
    page: int = 1000
    any_host: bool = False


@dataclass(frozen=True)
class Call:
    """A request to a handler."""

    store: Store
    settings: Settings
    signer: Signer
    method: str
    args: Mapping[str, str]
    query: QueryParams
    headers: Headers
    base_url: str
    path: str
    body: bytes = field(repr=False)

    @property
    def repo(self) -> RepoRef:
        """The repo that the URL names."""
        return RepoRef(self.args["type"], self.args["repo"])

    def commit(self) -> Commit:
        """The commit that the URL's revision names; ``main`` where it names none."""
        return self.store.resolve(self.repo, self.args.get("rev") or "main")

    def json(self) -> dict[str, Any]:
        """The body as a JSON object; an empty body is an empty object.

        Raises:
            BadRequest: it is something else.
        """
        try:
            value = json.loads(self.body or b"{}")
        except ValueError as error:
            raise BadRequest(f"the body is not JSON: {error}") from error
        if not isinstance(value, dict):
            raise BadRequest(f"the body is a JSON {type(value).__name__}, not an object")
        return value

    def form(self) -> dict[str, list[str]]:
        """The body as form fields or JSON; ``paths-info`` is sent as either, by client version."""
        if "json" in self.headers.get("content-type", ""):
            fields = self.json().items()
            return {k: [str(x) for x in (v if isinstance(v, list) else [v])] for k, v in fields}
        return parse_qs(self.body.decode(errors="replace"), keep_blank_values=True)

    def flag(self, name: str) -> bool:
        """A yes/no parameter of the URL: clients write ``True``, ``true`` or ``1``."""
        return self.query.get(name, "").lower() in ("true", "1")
