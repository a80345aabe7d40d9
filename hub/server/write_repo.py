"""Handlers that change a repo's content: preupload, commit, branches, tags, super-squash."""

import base64
import binascii
from typing import Any

from starlette.responses import JSONResponse, Response

from hub.server.call import Call
from hub.server.cards import front_matter
from hub.server.commits import apply_operations, parse_commit
from hub.server.errors import BadRequest, ParentMoved, RevisionNotFound
from hub.server.lfs_rule import goes_by_lfs
from hub.server.names import check_path
from hub.server.objects import number, objects


def validate_yaml(call: Call) -> Response:
    """``POST /api/validate-yaml``: whether a card's metadata can be read at all.

    The Hub checks values too; the cards' own validator does that before a release.
    """
    try:
        card = front_matter(str(call.json().get("content", "")))
    except ValueError as error:
        return JSONResponse({"errors": [{"message": str(error)}], "warnings": []}, status_code=400)
    warnings = [] if card else [{"message": "empty or missing yaml metadata in repo card"}]
    return JSONResponse({"errors": [], "warnings": warnings})


def preupload(call: Call) -> Response:
    """``POST .../preupload/{rev}``: which files go by LFS, and which content is there already."""
    files = call.commit().files
    answers = []
    for wanted in objects(call.json(), "files"):
        path = check_path(str(wanted.get("path", "")))
        size = number(wanted, "size")
        try:
            sample = base64.b64decode(str(wanted.get("sample", "")))
        except binascii.Error as error:
            raise BadRequest(f"the sample of {path!r} is not base64: {error}") from error
        mode = "lfs" if goes_by_lfs(path, size, sample) else "regular"
        answer: dict[str, Any] = {"path": path, "uploadMode": mode, "shouldIgnore": False}
        if path in files:
            answer["oid"] = files[path].etag
        answers.append(answer)
    return JSONResponse({"files": answers})


def _head(call: Call) -> str:
    """The commit that the URL's branch is at.

    Raises:
        RevisionNotFound: no such branch.
    """
    head = call.store.refs(call.repo, "heads").get(call.args["rev"])
    if head is None:
        raise RevisionNotFound(f"{call.repo.id} has no branch {call.args['rev']!r} to commit to")
    return head


def commit(call: Call) -> Response:
    """``POST .../commit/{branch}``: 412 where the branch is not at the parent that was named."""
    if call.flag("create_pr"):
        raise BadRequest("this hub has no pull requests: commit to a branch")
    branch, head = call.args["rev"], _head(call)
    request = parse_commit(call.body)
    if request.parent is not None and not head.startswith(request.parent):
        raise ParentMoved(
            "A commit has happened since. Please refresh and try again. "
            f"({branch} is at {head}, not at {request.parent})"
        )
    before = call.store.resolve(call.repo, head).files
    held = {entry.sha256 for entry in before.values() if entry.lfs}

    def uploaded(sha256: str) -> bool:
        return sha256 in held or call.store.has_lfs(call.repo, sha256)

    files = apply_operations(before, request, call.store.blobs, uploaded)
    made = call.store.commit(
        call.repo, branch, files, request.title, request.message, head=head, author=call.author
    )
    return JSONResponse(
        {
            "success": True,
            "commitOid": made.oid,
            "commitUrl": f"{call.base_url}/{call.repo.url_path}/commit/{made.oid}",
            "hookOutput": "",
        }
    )


def squash(call: Call) -> Response:
    """``POST .../super-squash/{branch}`` with ``message``: one commit instead of a history."""
    title = str(call.json().get("message") or "Super-squash").encode(errors="replace").decode()
    call.store.squash(call.repo, call.args["rev"], title, head=_head(call), author=call.author)
    return Response(status_code=200)


def add_tag(call: Call) -> Response:
    """``POST .../tag/{rev}``: 409 where the tag exists, also on the same commit."""
    call.store.add_ref(call.repo, "tags", str(call.json().get("tag", "")), call.commit())
    return Response(status_code=200)


def delete_tag(call: Call) -> Response:
    """``DELETE .../tag/{tag}``."""
    call.store.delete_ref(call.repo, "tags", call.args["rev"])
    return Response(status_code=200)


def add_branch(call: Call) -> Response:
    """``POST .../branch/{branch}``, from ``startingPoint`` or ``main``."""
    start = call.store.resolve(call.repo, str(call.json().get("startingPoint") or "main"))
    call.store.add_ref(call.repo, "heads", call.args["rev"], start)
    return Response(status_code=200)


def delete_branch(call: Call) -> Response:
    """``DELETE .../branch/{branch}``; ``main`` stays."""
    call.store.delete_ref(call.repo, "heads", call.args["rev"])
    return Response(status_code=200)
