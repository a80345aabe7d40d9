"""Names that come from outside: repo ids, revisions, paths. All are checked here, once.

``RepoRef("dataset", "geneverse/gene-instructions")`` names a repo. Files are never stored under
their own path (blobs go by hash), so a path can do no harm on disk; it is refused all the same
where a client's download would write it outside its folder.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote

from hub.server.errors import BadRequest, RepoNotFound

PLURALS = {"model": "models", "dataset": "datasets", "space": "spaces"}
SINGULARS = {plural: single for single, plural in PLURALS.items()}
MAX_REF = 200  # characters once quoted: a ref is a file name on disk, 255 bytes at most
MAX_PATH = 1024
# First parts of this hub's own paths: no owner may have such a name.
RESERVED = {
    "admin",
    "api",
    "collections",
    "datasets",
    "healthz",
    "lfs",
    "models",
    "pages",
    "spaces",
}

_PART = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,94}[A-Za-z0-9_])?")
_BAD_REF = re.compile(r"[\x00-\x20\x7f~^:?*\[\\\ud800-\udfff]|\.\.|@\{|//")
_BAD_PATH = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]")
_DRIVE = re.compile(r"[A-Za-z]:")
SHA256 = re.compile(r"[0-9a-f]{64}")
COMMIT = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True)
class RepoRef:
    """A repo: its type ("model", "dataset" or "space") and its id ("geneverse/gene-registry")."""

    type: str
    id: str

    def __post_init__(self) -> None:
        """Refuse an id that the Hub would refuse, or that could leave the store's folder.

        Raises:
            BadRequest: unknown type.
            RepoNotFound: an id that no repo can have (what the Hub answers too).
        """
        if self.type not in PLURALS:
            raise BadRequest(f"repo type {self.type!r} is not one of {', '.join(PLURALS)}")
        parts = self.id.split("/")
        good = 1 <= len(parts) <= 2 and all(_PART.fullmatch(part) for part in parts)
        good = good and parts[0].lower() not in RESERVED
        if not good or "--" in self.id or ".." in self.id or self.id.lower().endswith(".git"):
            raise RepoNotFound(
                f"repo id {self.id!r} is not valid: write owner/name, of letters, digits and '-_.'"
            )

    @classmethod
    def from_folder(cls, name: str) -> "RepoRef":
        """The repo of a folder of the store; ids hold no ``--``, so the name is enough."""
        plural, _, rest = name.partition("--")
        return cls(SINGULARS[plural], rest.replace("--", "/"))

    @property
    def owner(self) -> str:
        """The user or organisation, e.g. ``geneverse``; empty for an id without one."""
        return self.id.split("/")[0] if "/" in self.id else ""

    @property
    def folder(self) -> str:
        """The name of its folder in the store, e.g. ``datasets--geneverse--gene-registry``."""
        return f"{PLURALS[self.type]}--{self.id.replace('/', '--')}"

    @property
    def url_path(self) -> str:
        """Its page, e.g. ``datasets/geneverse/gene-registry``; models have no prefix."""
        return self.id if self.type == "model" else f"{PLURALS[self.type]}/{self.id}"


def check_ref(name: str) -> str:
    """Return a branch's or tag's name, or refuse it by git's own rules (git-check-ref-format).

    Raises:
        BadRequest: e.g. for ``../main``, ``a b`` or ``x.lock``.
    """
    parts = name.split("/")
    bad = (
        not name
        or _BAD_REF.search(name)
        or len(quote(name, safe="")) > MAX_REF
        or name.startswith("-")
        or name == "@"
        or COMMIT.fullmatch(name)
        or any(not p or p.startswith(".") or p.endswith((".", ".lock")) for p in parts)
    )
    if bad:
        raise BadRequest(f"{name!r} is not a valid branch or tag name")
    return name


def check_path(path: str) -> str:
    """Return a file's path in its repo, or refuse one that could leave a download folder.

    Raises:
        BadRequest: e.g. for ``../x``, ``/etc/x``, ``a//b``, ``.git/config``, ``C:\\x``, ``C:/x``.
    """
    parts = path.split("/")
    bad = _BAD_PATH.search(path) or len(path.encode()) > MAX_PATH or _DRIVE.match(path)
    # Windows drops dots and spaces at the end of a name, and knows .git by a short name, too.
    plain = [part.lower().rstrip(" .") for part in parts]
    if bad or any(part in ("", ".git", "git~1") for part in plain):
        raise BadRequest(f"{path!r} is not a valid path in a repo")
    return path
