"""Keeps the page to itself: nothing is loaded from elsewhere, and no request is too large.

Gradio's own page names a script and two font hosts of others. Their tags are taken out of the
HTML, and the Content-Security-Policy forbids a browser to load anything that is not ours.
"""

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

MAX_BODY = 1_000_000  # bytes of a request that is no upload
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' data: blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'"
)
_OUTSIDE = re.compile(
    rb"<script[^>]*\ssrc=\"https?://[^>]*>\s*</script>"
    rb"|<link[^>]*\shref=\"https?://[^>]*>"
    rb"|<meta[^>]*\scontent=\"https?://[^>]*>"
)
_HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
]
Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]


def without_outside(html: bytes) -> bytes:
    """HTML without scripts, links and addresses of other hosts in its head."""
    return _OUTSIDE.sub(b"", html)


class Guard:
    """ASGI middleware."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Any, send: Send) -> None:
        """Pass a request on, its answer made ours; refuse one that is too large."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif _too_large(scope):
            await send({"type": "http.response.start", "status": 413, "headers": list(_HEADERS)})
            await send({"type": "http.response.body", "body": b"the request is too large"})
        else:
            await self._app(scope, receive, _Rewriting(send))


def _too_large(scope: Message) -> bool:
    if scope["method"] in ("GET", "HEAD", "OPTIONS") or scope["path"].endswith("/upload"):
        return False  # Gradio limits uploads itself (max_file_size)
    given = dict(scope["headers"]).get(b"content-length", b"")
    return not given.isdigit() or int(given) > MAX_BODY


class _Rewriting:
    """A ``send`` that holds HTML back until it is whole, and lets everything else through."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", ())) + _HEADERS
            message = {**message, "headers": headers}
            if dict(headers).get(b"content-type", b"").startswith(b"text/html"):
                self._start = message
                return
        elif self._start is not None:
            self._body += message.get("body", b"")
            if message.get("more_body"):
                return
            await self._send_html(self._start)
            return
        await self._send(message)

    async def _send_html(self, start: Message) -> None:
        body = without_outside(self._body)
        kept = [pair for pair in start["headers"] if pair[0] != b"content-length"]
        headers = [*kept, (b"content-length", str(len(body)).encode())]
        self._start = None
        await self._send({**start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})
