"""Handler of ``/{repo}/resolve/{rev}/{path}``: the content of a file, whole or in ranges."""

from mimetypes import guess_type

from starlette.responses import FileResponse, Response

from hub.server.call import Call
from hub.server.errors import EntryNotFound
from hub.server.names import check_path


def resolve(call: Call) -> Response:
    """GET or HEAD of a file.

    LFS content is answered directly with 200: a redirect on the same host breaks newer clients.
    ``ETag`` is the name that the client's cache gives the content: sha256 for LFS, git's sha1 else.
    """
    commit = call.commit()
    path = check_path(call.args["path"])
    entry = commit.files.get(path)
    if entry is None:
        raise EntryNotFound(
            f"{call.repo.id} has no file {path!r} at {commit.oid}", commit=commit.oid
        )
    headers = {
        "ETag": f'"{entry.etag}"',
        "X-Repo-Commit": commit.oid,
        "Accept-Ranges": "bytes",
        "Access-Control-Expose-Headers": "X-Repo-Commit,X-Linked-Etag,X-Linked-Size,ETag",
    }
    if entry.lfs:
        headers |= {"X-Linked-Etag": f'"{entry.etag}"', "X-Linked-Size": str(entry.size)}
    if _known(call.headers.get("if-none-match", ""), entry.etag):
        return Response(status_code=304, headers=headers)
    # Nothing from a repo may run as a page of this host: it is plain text, a picture, or bytes.
    kind = guess_type(path)[0] or "application/octet-stream"
    media = kind if kind.startswith("image/") and "svg" not in kind else "application/octet-stream"
    text = kind.startswith("text/") or path.endswith((".md", ".json", ".jsonl", ".yaml", ".jinja"))
    return FileResponse(
        call.store.blobs.path(entry.sha256),
        headers=headers,
        media_type="text/plain; charset=utf-8" if text else media,
        filename=path.rsplit("/", 1)[-1],
        content_disposition_type="inline",
    )


def _known(if_none_match: str, etag: str) -> bool:
    """Whether the client has this content already (RFC 9110, 13.1.2: a list, weak or not, or *)."""
    tags = [tag.strip().removeprefix("W/").strip('"') for tag in if_none_match.split(",")]
    return etag in tags or tags == ["*"]
