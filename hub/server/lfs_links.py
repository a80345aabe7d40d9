"""Upload links that carry their own permission: the client sends no token with a PUT."""

import hashlib
import hmac
import secrets
import time
from urllib.parse import urlencode

LIFETIME = 3600  # seconds


class Signer:
    """Signs and checks links with a key that lives as long as the process."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def query(self, sha256: str, size: int) -> str:
        """The query string of a link to upload one content of one size."""
        expires = int(time.time()) + LIFETIME
        return urlencode(
            {"size": size, "expires": expires, "signature": self._sign(sha256, size, expires)}
        )

    def allows(self, sha256: str, size: str, expires: str, signature: str) -> bool:
        """Whether a link was made here, for this content, and is still good."""
        if not (size.isdecimal() and expires.isdecimal()) or int(expires) < time.time():
            return False
        return hmac.compare_digest(self._sign(sha256, int(size), int(expires)), signature)

    def _sign(self, sha256: str, size: int, expires: int) -> str:
        return hmac.new(
            self._key, f"{sha256} {size} {expires}".encode(), hashlib.sha256
        ).hexdigest()
