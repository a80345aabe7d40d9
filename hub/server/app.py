"""The hub as a Starlette application.

Routes are matched on the raw path, before ``%2F`` is decoded: a branch ``feature/x`` comes as
``feature%2Fx``, and a decoded path could not be taken apart any more.
"""

import errno
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hub.server import about, read_file, read_repo, write_lfs, write_repo
from hub.server.call import Call, Settings
from hub.server.errors import Forbidden, NoRoute, ServerError, TooLarge
from hub.server.lfs_links import Signer
from hub.server.names import SINGULARS
from hub.server.storage import Store

Handler = Callable[[Call], Response]

_KIND = r"(?P<kind>models|datasets|spaces)"
_REPO = r"(?P<repo>[^/]+(?:/[^/]+)?)"
_API = rf"/api/{_KIND}/{_REPO}"
_PAGE = rf"/(?:(?P<kind>datasets|spaces)/)?{_REPO}"
_LOOPBACK = re.compile(r"(127(\.\d+){3}|localhost|\[::1\])(:\d+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Path:
    """A route: methods, pattern of the raw path, handler, and whether it changes anything."""

    methods: str
    pattern: re.Pattern[str]
    handler: Handler
    writes: bool = False


def _path(methods: str, pattern: str, handler: Handler, *, writes: bool = False) -> Path:
    return Path(methods, re.compile(pattern), handler, writes)


# The first match counts: a longer pattern stands before the shorter one that would match it too.
PATHS = (
    _path("GET", r"/healthz", about.health),
    _path("GET", r"/", about.front),
    _path("GET", r"/api/whoami-v2", about.whoami),
    _path("GET", rf"/api/{_KIND}", about.listing),
    _path("POST", r"/api/repos/create", write_repo.create, writes=True),
    _path("DELETE", r"/api/repos/delete", write_repo.delete, writes=True),
    _path("POST", r"/api/validate-yaml", write_repo.validate_yaml),
    _path("POST", r"/lfs/(?P<oid>[0-9a-f]{64})/verify", write_lfs.verify),
    _path("POST", rf"{_API}/preupload/(?P<rev>[^/]+)", write_repo.preupload, writes=True),
    _path("POST", rf"{_API}/commit/(?P<rev>[^/]+)", write_repo.commit, writes=True),
    _path("POST", rf"{_API}/tag/(?P<rev>[^/]+)", write_repo.add_tag, writes=True),
    _path("DELETE", rf"{_API}/tag/(?P<rev>[^/]+)", write_repo.delete_tag, writes=True),
    _path("POST", rf"{_API}/branch/(?P<rev>[^/]+)", write_repo.add_branch, writes=True),
    _path("DELETE", rf"{_API}/branch/(?P<rev>[^/]+)", write_repo.delete_branch, writes=True),
    _path("POST", rf"{_PAGE}\.git/info/lfs/objects/batch", write_lfs.batch, writes=True),
    _path("GET", rf"{_API}/refs", read_repo.refs),
    _path("GET", rf"{_API}/commits/(?P<rev>[^/]+)", read_repo.commits),
    _path("GET", rf"{_API}/tree/(?P<rev>[^/]+)(?:/(?P<path>.*))?", read_repo.tree),
    _path("POST", rf"{_API}/paths-info/(?P<rev>[^/]+)", read_repo.paths_info),
    _path("GET", rf"{_API}/revision/(?P<rev>[^/]+)", read_repo.info),
    _path("GET HEAD", rf"{_PAGE}/resolve/(?P<rev>[^/]+)/(?P<path>.+)", read_file.resolve),
    _path("GET", _API, read_repo.info),
)
UPLOAD = re.compile(r"/lfs/(?P<oid>[0-9a-f]{64})")


class Hub:
    """Takes requests apart, checks who asks, and turns errors into answers."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self.signer = Signer()

    async def respond(self, request: Request) -> Response:
        """Answer one request; no error leaves here but a defect of this program."""
        try:
            self._check_origin(request)
            return await self._answer(request)
        except ServerError as error:
            headers = {"X-Error-Message": str(error).encode("ascii", "replace").decode()[:500]}
            if error.code:
                headers["X-Error-Code"] = error.code
            if error.commit:
                headers["X-Repo-Commit"] = error.commit
            return JSONResponse({"error": str(error)}, status_code=error.status, headers=headers)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            message = f"no space left on the disk of {self.store.root}; nothing was changed"
            return JSONResponse({"error": message}, status_code=507)
        except ClientDisconnect:
            return Response(status_code=499)  # nobody is there to read it; nothing was kept

    async def _answer(self, request: Request) -> Response:
        raw = request.scope["raw_path"].decode("ascii", "replace")
        if request.method == "PUT" and (match := UPLOAD.fullmatch(raw)):
            call = self._call(request, raw, match.groupdict(), b"")
            return await write_lfs.upload(call, request.stream())
        for path in PATHS:
            match = path.pattern.fullmatch(raw)
            if match is None or request.method not in path.methods.split():
                continue
            limit = self.settings.max_json
            if path.handler is write_repo.commit:
                limit = self.settings.max_commit
            if path.writes:  # before the body is read: a stranger's 200 MB need not arrive
                about.check_token(self._call(request, raw, match.groupdict(), b""))
            body = await _read(request, limit)
            call = self._call(request, raw, match.groupdict(), body)
            return await run_in_threadpool(path.handler, call)
        raise NoRoute(f"this hub has no {request.method} {raw}")

    def _call(self, request: Request, raw: str, found: dict[str, str | None], body: bytes) -> Call:
        args = {key: unquote(value) for key, value in found.items() if value is not None}
        args["type"] = SINGULARS[args.get("kind", "models")]
        return Call(
            store=self.store,
            settings=self.settings,
            signer=self.signer,
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


def make_app(store: Store, settings: Settings) -> Starlette:
    """The application that serves ``store``."""
    methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"]
    return Starlette(routes=[Route("/{path:path}", Hub(store, settings).respond, methods=methods)])
