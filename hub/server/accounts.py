"""Who may do what: tokens, kept as their hashes in ``root/tokens.json``.

::

    {"9f86d081...": {"user": "mary", "role": "write", "owners": ["mary", "geneverse"]}}

A hub without any token is open: whoever comes is its one user, and may do everything. As soon as
there is a token, strangers read what is public, and nothing else.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from hub.durable import write_bytes
from hub.errors import HubError
from hub.server.names import RepoRef

Role = Literal["read", "write"]
EVERY = "*"


@dataclass(frozen=True)
class Account:
    """A user as a token shows them; ``owners`` are the names whose repos are theirs (* is all)."""

    user: str
    role: Role
    owners: tuple[str, ...]

    def belongs(self, owner: str) -> bool:
        """Whether an owner's repos are this user's own."""
        return EVERY in self.owners or owner in self.owners

    def writes(self, owner: str) -> bool:
        """Whether the token may change an owner's repos."""
        return self.role == "write" and self.belongs(owner)


class Accounts:
    """The tokens of a hub."""

    def __init__(self, root: Path, *, token: str | None = None, user: str = "geneverse") -> None:
        """``token`` is one more, of the hub's ``user``, that may write everywhere; kept nowhere."""
        self.user = user
        self._master = _digest(token) if token is not None else None
        self._file = root / "tokens.json"

    def add(self, user: str, role: Role, owners: Iterable[str] = ()) -> str:
        """Make a token; it is returned this once, and only its hash is kept.

        Raises:
            HubError: a name that no owner can have.
        """
        for name in (user, *owners):
            if name != EVERY:
                RepoRef("model", f"{name}/x")
        token = f"hf_{secrets.token_urlsafe(32)}"
        account = Account(user, role, tuple(dict.fromkeys((user, *owners))))
        held = self._read() | {_digest(token): account}
        text = json.dumps({key: asdict(value) for key, value in held.items()}, indent=2)
        write_bytes(self._file, text.encode())
        return token

    def known(self, user: str) -> bool:
        """Whether there is a token of this user."""
        return user == self.user or any(found.user == user for found in self._read().values())

    def who(self, token: str) -> Account | None:
        """The account of a token ("" for none given); None for a stranger."""
        everything = Account(self.user, "write", (EVERY,))
        held = self._read()
        if self._master is None and not held:
            return everything
        # Looked up by hash: the time that takes tells nothing about the tokens.
        digest = _digest(token)
        return everything if digest == self._master else held.get(digest)

    def _read(self) -> dict[str, Account]:
        try:
            held = json.loads(self._file.read_text())
            return {
                key: Account(value["user"], value["role"], tuple(value["owners"]))
                for key, value in held.items()
            }
        except FileNotFoundError:
            return {}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise HubError(f"{self._file} is damaged ({error!r}): make the tokens anew") from error


def _digest(token: str) -> str:
    # The tokens are random and long: a plain hash cannot be guessed back.
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
