"""Carries faults out, between the wire and the hub: an ASGI application around another.

Breaking a connection needs the transport beneath ASGI: ``TracedProtocol`` (for uvicorn) keeps it by
the client's address.
"""

import asyncio
import json
import os
import resource
import signal
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from hub.server.faults import Fault, Faults, Seen

ADMIN = "/admin/"
_transports: dict[Any, asyncio.Transport] = {}


class TracedProtocol(H11Protocol):
    """uvicorn's HTTP protocol; its transport can be found by the client's address."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """uvicorn narrows asyncio's argument type in the same way."""
        _transports[transport.get_extra_info("peername")] = transport
        super().connection_made(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the transport."""
        _transports.pop(self.transport.get_extra_info("peername"), None)
        super().connection_lost(exc)


class FaultyWire:
    """Passes requests to ``app``; those that a fault strikes fare as the fault says."""

    def __init__(self, app: ASGIApp, faults: Faults, name: Callable[[str, str], str]) -> None:
        """``name`` gives the route of a method and a raw path, for the log."""
        self._app, self._faults, self._name = app, faults, name
        self._full = asyncio.Lock()  # a full disk is the whole process's: one request at a time

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request. The admin's own are neither noted nor struck."""
        path = scope.get("raw_path", b"").decode("ascii", "replace")
        if scope["type"] != "http" or path.startswith(ADMIN):
            await self._app(scope, receive, send)
            return
        method = scope["method"]
        seen, fault = self._faults.arrived(method, path, self._name(method, path))

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen.status = message["status"]
            await send(message)

        if fault is None:
            await self._app(scope, receive, noted)
        else:
            await self._strike(fault, seen, (scope, receive, noted))

    async def _strike(self, fault: Fault, seen: Seen, wire: tuple[Scope, Receive, Send]) -> None:
        scope, receive, send = wire
        if fault.kind == "status":
            await _drain(receive)
            await _answer(send, fault)
        elif fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
            await self._app(scope, receive, send)
        elif fault.kind == "reset":
            await _drain(receive)
            await _break(scope)
        elif fault.kind in ("lost", "kill-after"):
            await self._app(scope, receive, _swallow(seen))
            if fault.kind == "kill-after":
                os.kill(os.getpid(), signal.SIGKILL)
            await _break(scope)
        elif fault.kind == "half":
            await self._app(scope, receive, _Half(scope, send))
        elif fault.kind == "full":
            async with self._full:
                with _full_disk(fault.limit):
                    await self._app(scope, receive, send)
        else:
            threading.Timer(fault.seconds, os.kill, (os.getpid(), signal.SIGKILL)).start()
            await self._app(scope, receive, send)


async def _drain(receive: Receive) -> None:
    """Read the request's body away, or the client would still be writing when it is answered."""
    while (message := await receive())["type"] == "http.request" and message.get("more_body"):
        pass


async def _answer(send: Send, fault: Fault) -> None:
    body = json.dumps({"error": f"a fault that a test asked for: {fault.status}"}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    if fault.retry_after is not None:
        headers.append((b"retry-after", b"%d" % fault.retry_after))
        # What huggingface_hub reads: draft-ietf-httpapi-ratelimit-headers-09.
        headers.append((b"ratelimit", b'"api";r=0;t=%d' % fault.retry_after))
    await send({"type": "http.response.start", "status": fault.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _swallow(seen: Seen) -> Send:
    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            seen.status = message["status"]

    return send


class _Half:
    """Sends the headers and half of the body, then breaks; an answer without a body is lost."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope, self._send = scope, send
        self._left = 0
        self._broken = False

    async def __call__(self, message: Message) -> None:
        if self._broken:
            return
        if message["type"] == "http.response.start":
            length = int(dict(message["headers"]).get(b"content-length", b"0"))
            self._left = 0 if self._scope["method"] == "HEAD" else length // 2
            if self._left:
                await self._send(message)
        part = message.get("body", b"")[: self._left]
        self._left -= len(part)
        if part:
            await self._send({"type": "http.response.body", "body": part, "more_body": True})
        if not self._left:
            await asyncio.sleep(0.02)  # let what was sent leave, so that it is half and not none
            self._broken = True
            await _break(self._scope)


async def _break(scope: Scope) -> None:
    """End the connection with RST, as a crash or a cut cable does."""
    transport = _transports.get(tuple(scope["client"]))
    if transport is None:
        return
    wire = transport.get_extra_info("socket")
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
    await asyncio.sleep(0.01)  # uvicorn hears of it, and does not try to answer


@contextmanager
def _full_disk(limit: int) -> Iterator[None]:
    """A disk that is full, by the kernel's own hand: a write beyond ``limit`` fails (EFBIG)."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
