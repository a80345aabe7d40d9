"""One request as the handlers see it: names unquoted, body read, no HTTP library in sight."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from starlette.datastructures import Headers, QueryParams

from hub.server.accounts import Account, Accounts
from hub.server.errors import BadRequest
from hub.server.faults import Faults
from hub.server.lfs_links import Signer
from hub.server.models import Commit
from hub.server.names import RepoRef
from hub.server.storage import AUTHOR, Store


@dataclass(frozen=True)
class Settings:
    """How a hub behaves; the limits are in bytes.

    Attributes:
        max_json, max_commit, max_upload: of a request's body, a commit's, an LFS content.
        multipart_from: contents longer than this come in parts of ``part_size``.
        page: items of a page of a list.
        any_host: take requests for other names than loopback's.
        admin: have ``/admin/faults`` (see ``faults.py``).
    """

    max_json: int = 8 << 20
    max_commit: int = 256 << 20
    max_upload: int = 64 << 30
    multipart_from: int = 2 << 30
    part_size: int = 256 << 20
    page: int = 1000
    any_host: bool = False
    admin: bool = False


@dataclass(frozen=True)
class Call:
    """A request to a handler."""

    store: Store
    settings: Settings
    signer: Signer
    accounts: Accounts
    faults: Faults
    account: Account | None
    method: str
    args: Mapping[str, str]
    query: QueryParams
    headers: Headers = field(repr=False)
    base_url: str
    path: str
    body: bytes = field(repr=False)

    @property
    def author(self) -> str:
        """The name that a commit of this request carries."""
        return self.account.user if self.account else AUTHOR

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
