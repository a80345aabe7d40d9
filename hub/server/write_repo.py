"""Handlers that change a repo: create, delete, preupload, commit, branches, tags."""

import base64
import binascii
from typing import Any

from starlette.responses import JSONResponse, Response

from hub.server.call import Call
from hub.server.cards import front_matter
from hub.server.commits import apply_operations, parse_commit
from hub.server.errors import BadRequest, Conflict, ParentMoved, RevisionNotFound
from hub.server.lfs_rule import goes_by_lfs
from hub.server.names import RepoRef, check_path


def create(call: Call) -> Response:
    """``POST /api/repos/create``. If the repo exists, 409 with its URL: ``exist_ok`` reads it."""
    repo = _named(call)
    facts = {"url": f"{call.base_url}/{repo.url_path}", "name": repo.id, "id": repo.id}
    try:
        call.store.create_repo(repo)
    except Conflict as error:
        return JSONResponse({**facts, "error": str(error)}, status_code=error.status)
    return JSONResponse(facts)


def delete(call: Call) -> Response:
    """``DELETE /api/repos/delete``."""
    call.store.delete_repo(_named(call))
    return Response("OK")


def _named(call: Call) -> RepoRef:
    wanted = call.json()
    owner = wanted.get("organization") or call.settings.user
    return RepoRef(str(wanted.get("type") or "model"), f"{owner}/{wanted.get('name', '')}")


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
    for wanted in _objects(call.json(), "files"):
        path = check_path(str(wanted.get("path", "")))
        size = _number(wanted, "size")
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


def commit(call: Call) -> Response:
    """``POST .../commit/{branch}``: 412 where the branch is not at the parent that was named."""
    if call.flag("create_pr"):
        raise BadRequest("this hub has no pull requests: commit to a branch")
    branch = call.args["rev"]
    head = call.store.refs(call.repo, "heads").get(branch)
    if head is None:
        raise RevisionNotFound(f"{call.repo.id} has no branch {branch!r} to commit to")
    request = parse_commit(call.body)
    if request.parent is not None and request.parent != head:
        raise ParentMoved(
            "A commit has happened since. Please refresh and try again. "
            f"({branch} is at {head}, not at {request.parent})"
        )
    files = apply_operations(call.store.resolve(call.repo, head).files, request, call.store.blobs)
    made = call.store.commit(call.repo, branch, files, request.title, request.message, head=head)
    return JSONResponse(
        {
            "success": True,
            "commitOid": made.oid,
            "commitUrl": f"{call.base_url}/{call.repo.url_path}/commit/{made.oid}",
            "hookOutput": "",
        }
    )


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


def _objects(body: dict[str, Any], key: str) -> list[dict[str, Any]]:
    values = body.get(key)
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        raise BadRequest(f"{key!r} is not a list of objects")
    return values


def _number(value: dict[str, Any], key: str) -> int:
    number = value.get(key)
    if not isinstance(number, int) or number < 0:
        raise BadRequest(f"{key!r} is {number!r}, not a size in bytes")
    return number
