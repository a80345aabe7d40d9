"""What the loopback hub answers when it cannot do what was asked.

Each error carries the HTTP status and the ``X-Error-Code`` by which ``huggingface_hub`` chooses its
exception: ``RepoNotFound``, ``RevisionNotFound`` and ``EntryNotFound`` become the client's
``RepositoryNotFoundError``, ``RevisionNotFoundError`` and ``EntryNotFoundError``.
"""

from hub.errors import HubError


class ServerError(HubError):
    """An answer other than success; ``status`` and ``code`` are what the client looks at."""

    status = 500
    code: str | None = None

    def __init__(self, message: str, *, commit: str | None = None) -> None:
        """``commit`` is sent as ``X-Repo-Commit``, so that a client may cache "no such file"."""
        super().__init__(message)
        self.commit = commit


class BadRequest(ServerError):
    """The request itself is wrong: a bad name, a hash that does not fit, broken JSON."""

    status = 400


class Unauthorized(ServerError):
    """A write without a token that this hub knows."""

    status = 401


class Forbidden(ServerError):
    """A token without the right, or a request from a foreign host or origin."""

    status = 403


class Gated(ServerError):
    """The repo may be known, its files are for those whom the owner lets in."""

    status = 403
    code = "GatedRepo"


class RepoNotFound(ServerError):
    """There is no such repo."""

    status = 404
    code = "RepoNotFound"


class RevisionNotFound(ServerError):
    """The repo is there; the branch, tag or commit is not."""

    status = 404
    code = "RevisionNotFound"


class EntryNotFound(ServerError):
    """The revision is there; the file or folder is not."""

    status = 404
    code = "EntryNotFound"


class CollectionNotFound(ServerError):
    """There is no such collection (the client has no error code for it)."""

    status = 404


class NoRoute(ServerError):
    """A part of the Hub's interface that this hub does not have."""

    status = 404


class Conflict(ServerError):
    """The repo, branch or tag exists already."""

    status = 409


class ParentMoved(ServerError):
    """The branch's head is not the parent that the committer named."""

    status = 412


class TooLarge(ServerError):
    """The body is larger than this hub takes."""

    status = 413
