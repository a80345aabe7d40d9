"""Upload links that carry their own permission: the client sends no token with a PUT."""

import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

from hub.durable import write_bytes

LIFETIME = 3600  # seconds


class Signer:
    """Signs and checks links. The key is kept in the store, so a restart breaks no upload."""

    def __init__(self, root: Path) -> None:
        """Read ``root/link.key``, or make it (readable by its owner alone, as mkstemp makes it)."""
        file = root / "link.key"
        if not file.is_file():
            write_bytes(file, secrets.token_bytes(32))
        self._key = file.read_bytes()

    def query(self, path: str, **facts: str | int) -> str:
        """The query string of a link to ``path`` that holds for these facts, for an hour."""
        held = {key: str(value) for key, value in facts.items()}
        held["expires"] = str(int(time.time()) + LIFETIME)
        return urlencode(held | {"signature": self._sign(path, held)})

    def allows(self, path: str, query: Mapping[str, str]) -> bool:
        """Whether a link was made here, for this path and these facts, and is still good."""
        held = {key: value for key, value in query.items() if key != "signature"}
        expires = held.get("expires", "")
        if not expires.isdecimal() or int(expires) < time.time():
            return False
        signature = query.get("signature", "").encode()
        return hmac.compare_digest(self._sign(path, held).encode(), signature)

    def _sign(self, path: str, held: Mapping[str, str]) -> str:
        text = f"{path}?{urlencode(sorted(held.items()))}"
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()
