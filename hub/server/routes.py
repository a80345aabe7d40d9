"""Which request goes to which handler, what right it needs, and how long its body may be.

Routes are matched on the raw path, before ``%2F`` is decoded: a branch ``feature/x`` comes as
``feature%2Fx``, and a decoded path could not be taken apart any more.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from starlette.responses import Response

from hub.server import about, access, admin, listing, read_file, read_repo
from hub.server import collection_routes as collection
from hub.server import repo_admin as repo
from hub.server import write_lfs as lfs
from hub.server import write_repo as write
from hub.server.call import Call
from hub.server.web import pages

Handler = Callable[[Call], Response]
Check = Callable[[Call], object]

_KIND = r"(?P<kind>models|datasets|spaces)"
_REPO = r"(?P<repo>[^/]+(?:/[^/]+)?)"
_API = rf"/api/{_KIND}/{_REPO}"
_PAGE = rf"/(?:(?P<kind>datasets|spaces)/)?{_REPO}"
_HTML = rf"/(?!(?:api|lfs|admin|pages)/)(?:(?P<kind>datasets|spaces)/)?{_REPO}"
_REV = r"(?P<rev>[^/]+)"
_ACCESS = rf"{_API}/user-access-request"
_COLLECTION = r"/api/collections/(?P<slug>[^/]+/[^/]+)"
_ITEM = rf"{_COLLECTION}/items/(?P<item>[0-9a-f]+)"
_OID = r"(?P<oid>[0-9a-f]{64})"


@dataclass(frozen=True)
class Path:
    """A route: methods, pattern of the raw path, handler, the right that it needs."""

    methods: str
    pattern: re.Pattern[str]
    handler: Handler
    check: Check | None = None

    @property
    def name(self) -> str:
        """For the log, e.g. ``write_repo.commit``."""
        return f"{self.handler.__module__.rsplit('.', 1)[-1]}.{self.handler.__name__}"


def _path(methods: str, pattern: str, handler: Handler, check: Check | None = None) -> Path:
    # Whatever can be read can be asked for its headers.
    methods = methods.replace("GET", "GET HEAD")
    return Path(methods, re.compile(pattern), handler, check)


# The first match counts: a longer pattern stands before the shorter one that would match it too.
PATHS = (
    _path("GET", r"/healthz", about.health),
    _path("GET", r"/", pages.index),
    _path("GET", r"/pages/style\.css", pages.css),
    _path("GET", r"/collections/(?P<slug>[^/]+/[^/]+)", pages.collection),
    _path("GET", r"/api/whoami-v2", about.whoami),
    _path("GET", r"/api/settings/repositories", listing.owned, access.check_login),
    _path("GET", r"/api/organizations/(?P<owner>[^/]+)/settings/repositories", listing.owned),
    _path("GET", rf"/api/{_KIND}", listing.listing),
    _path("POST", r"/api/repos/create", repo.create, access.check_login),
    _path("DELETE", r"/api/repos/delete", repo.delete, access.check_login),
    _path("POST", r"/api/repos/move", repo.move, access.check_login),
    _path("POST", r"/api/validate-yaml", write.validate_yaml),
    _path("GET", r"/api/collections", collection.listing),
    _path("POST", r"/api/collections", collection.create, access.check_login),
    _path("GET", _COLLECTION, collection.get),
    _path("PATCH", _COLLECTION, collection.update, access.check_login),
    _path("DELETE", _COLLECTION, collection.delete, access.check_login),
    _path("POST", rf"{_COLLECTION}/items", collection.add_item, access.check_login),
    _path("PATCH", _ITEM, collection.update_item, access.check_login),
    _path("DELETE", _ITEM, collection.delete_item, access.check_login),
    # Links to these are signed: they carry their own permission.
    _path("POST", rf"/lfs/{_OID}/complete", lfs.complete),
    _path("POST", rf"/lfs/{_OID}/verify", lfs.verify),
    _path("POST", rf"{_API}/preupload/{_REV}", write.preupload, access.check_write),
    _path("POST", rf"{_API}/commit/{_REV}", write.commit, access.check_write),
    _path("POST", rf"{_API}/tag/{_REV}", write.add_tag, access.check_write),
    _path("DELETE", rf"{_API}/tag/{_REV}", write.delete_tag, access.check_write),
    _path("POST", rf"{_API}/branch/{_REV}", write.add_branch, access.check_write),
    _path("DELETE", rf"{_API}/branch/{_REV}", write.delete_branch, access.check_write),
    _path("POST", rf"{_API}/super-squash/{_REV}", write.squash, access.check_write),
    _path("PUT", rf"{_API}/settings", repo.settings, access.check_write),
    _path("POST", rf"{_ACCESS}/(?:handle|grant)", repo.set_access, access.check_write),
    _path("GET", rf"{_ACCESS}/(?P<state>[a-z]+)", repo.access_list, access.check_write),
    _path("POST", rf"{_PAGE}/ask-access", repo.ask_access),
    _path("POST", rf"{_PAGE}\.git/info/lfs/objects/batch", lfs.batch, access.check_write),
    _path("GET", rf"{_API}/auth-check(?:/write)?", repo.auth_check),
    _path("GET", rf"{_API}/refs", read_repo.refs, access.check_read),
    _path("GET", rf"{_API}/commits/{_REV}", read_repo.commits, access.check_read),
    _path("GET", rf"{_API}/tree/{_REV}(?:/(?P<path>.*))?", read_repo.tree, access.check_read),
    _path("POST", rf"{_API}/paths-info/{_REV}", read_repo.paths_info, access.check_read),
    _path("GET", rf"{_API}/revision/{_REV}", read_repo.info, access.check_read),
    _path("GET", rf"{_PAGE}/resolve/{_REV}/(?P<path>.+)", read_file.resolve, access.check_files),
    _path("GET", _API, read_repo.info, access.check_read),
    # Pages; each checks by itself who may see it.
    _path("GET", rf"{_HTML}/tree/{_REV}(?:/(?P<path>.*))?", pages.tree),
    _path("GET", rf"{_HTML}/blob/{_REV}/(?P<path>.+)", pages.blob),
    _path("GET", rf"{_HTML}/commits/{_REV}", pages.versions),
    _path("GET", rf"{_HTML}/commit/{_REV}", pages.commit),
    _path("GET", r"/(?!(?:api|lfs|admin|pages)$)(?P<owner>[^/]+)", pages.owner),
    _path("GET", _HTML, pages.card),
)
ADMIN = (_path("GET POST DELETE", r"/admin/faults", admin.faults),)
UPLOAD = re.compile(rf"/lfs/{_OID}(?:/part/(?P<part>[1-9][0-9]{{0,4}}))?")


def find(method: str, raw: str, paths: tuple[Path, ...]) -> tuple[Path, re.Match[str]] | None:
    """The route of a request, and what its pattern found."""
    for path in paths:
        match = path.pattern.fullmatch(raw)
        if match is not None and method in path.methods.split():
            return path, match
    return None


def name_of(method: str, raw: str) -> str:
    """The route's name for the log; ``none`` for a request that has no route."""
    if method == "PUT" and UPLOAD.fullmatch(raw):
        return "write_lfs.upload"
    found = find(method, raw, PATHS)
    return found[0].name if found else "none"
