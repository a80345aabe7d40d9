"""The hub as an ASGI application: takes requests apart, checks who asks, answers errors."""

import errno
import re
import sys
import traceback
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from hub.server import write_lfs, write_repo
from hub.server.accounts import Accounts
from hub.server.call import Call, Settings
from hub.server.errors import Forbidden, NoRoute, RepoNotFound, ServerError, TooLarge
from hub.server.faults import Faults
from hub.server.lfs_links import Signer
from hub.server.names import SINGULARS
from hub.server.routes import ADMIN, PATHS, UPLOAD, find, name_of
from hub.server.storage import Store
from hub.server.web.render import page

_LOOPBACK = re.compile(r"(127(\.\d+){3}|localhost|\[::1\])(:\d+)?", re.IGNORECASE)
# What the kernel says where nothing more can be written: disk, quota, longest file.
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"]


class Hub:
    """Answers requests out of a store."""

    def __init__(
        self, store: Store, settings: Settings, accounts: Accounts, faults: Faults
    ) -> None:
        self.store, self.settings, self.accounts, self.faults = store, settings, accounts, faults
        self.signer = Signer(store.root)
        self.paths = (*ADMIN, *PATHS) if settings.admin else PATHS

    async def respond(self, request: Request) -> Response:
        """Answer one request, whatever happens."""
        try:
            self._check_origin(request)
            return await self._answer(request)
        except ServerError as error:
            return _refusal(error, request)
        except FileNotFoundError as error:
            # Between two looks at a repo it was deleted: as if it had been gone at the first.
            gone = f"it was deleted meanwhile: {Path(error.filename or '').name}"
            return _refusal(RepoNotFound(gone), request)
        except OSError as error:
            if error.errno not in _FULL:
                return _defect(error)
            message = f"no space left on the disk of {self.store.root}; nothing was changed"
            return JSONResponse({"error": message}, status_code=507)
        except ClientDisconnect:
            return Response(status_code=499)  # nobody is there to read it; nothing was kept
        except Exception as error:  # noqa: BLE001 - the last resort of a server: it is logged
            return _defect(error)

    async def _answer(self, request: Request) -> Response:
        raw = request.scope["raw_path"].decode("ascii", "replace")
        if request.method == "PUT" and (match := UPLOAD.fullmatch(raw)):
            call = self._call(request, raw, match, b"")
            return await write_lfs.upload(call, request.stream())
        found = find(request.method, raw, self.paths)
        if found is None:
            raise NoRoute(f"this hub has no {request.method} {raw}")
        path, match = found
        commits = path.handler is write_repo.commit
        limit = self.settings.max_commit if commits else self.settings.max_json
        if path.check is not None:  # before the body is read: a stranger's 200 MB need not arrive
            await run_in_threadpool(path.check, self._call(request, raw, match, b""))
        body = await _read(request, limit)
        return await run_in_threadpool(path.handler, self._call(request, raw, match, body))

    def _call(self, request: Request, raw: str, match: re.Match[str], body: bytes) -> Call:
        found = match.groupdict().items()
        args = {key: unquote(value) for key, value in found if value is not None}
        args["type"] = SINGULARS[args.get("kind", "models")]
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        return Call(
            store=self.store,
            settings=self.settings,
            signer=self.signer,
            accounts=self.accounts,
            faults=self.faults,
            account=self.accounts.who(token),
            method=request.method,
            args=args,
            query=request.query_params,
            headers=request.headers,
            base_url=f"{request.url.scheme}://{request.headers.get('host', '127.0.0.1')}",
            path=raw,
            body=body,
        )

    def _check_origin(self, request: Request) -> None:
        """Keep web pages out: any page in the user's browser can send to a loopback port."""
        host, origin = request.headers.get("host", ""), request.headers.get("origin")
        if not self.settings.any_host and not _LOOPBACK.fullmatch(host):
            raise Forbidden(f"host {host!r} is not this machine's loopback address")
        if origin is not None and origin.split("://")[-1] != host:
            raise Forbidden(f"requests from pages of {origin} are not taken")


def _refusal(error: ServerError, request: Request) -> Response:
    if "text/html" in request.headers.get("accept", "") and request.method == "GET":
        return page("error", status=error.status, message=str(error))
    headers = {"X-Error-Message": str(error).encode("ascii", "replace").decode()[:500]}
    if error.code:
        headers["X-Error-Code"] = error.code
    if error.commit:
        headers["X-Repo-Commit"] = error.commit
    return JSONResponse({"error": str(error)}, status_code=error.status, headers=headers)


def _defect(error: Exception) -> Response:
    """What should not happen: where it did goes to stderr; a request's headers never do."""
    sys.stderr.write("".join(traceback.format_exception(error)))
    message = f"the hub failed ({type(error).__name__}): its log says where"
    return JSONResponse({"error": message}, status_code=500)


async def _read(request: Request, limit: int) -> bytes:
    """The whole body, up to ``limit`` bytes."""
    announced = request.headers.get("content-length", "0")
    parts: list[bytes] = []
    size = 0
    stream: AsyncIterator[bytes] = request.stream()
    if announced.isdecimal() and int(announced) > limit:
        raise TooLarge(f"a body of {announced} bytes; this hub takes {limit} here")
    async for chunk in stream:
        size += len(chunk)
        if size > limit:
            raise TooLarge(f"a body of more than {limit} bytes, which is what this hub takes here")
        parts.append(chunk)
    return b"".join(parts)


def make_app(store: Store, settings: Settings, accounts: Accounts) -> ASGIApp:
    """The application that serves ``store``; with ``settings.admin``, faults can strike it."""
    faults = Faults()
    hub = Hub(store, settings, accounts, faults)
    app = Starlette(routes=[Route("/{path:path}", hub.respond, methods=METHODS)])
    if not settings.admin:
        return app
    from hub.server.fault_wire import FaultyWire

    return FaultyWire(app, faults, name_of)
