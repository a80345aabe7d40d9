"""LFS: batch request, upload whole or in parts, check afterwards.

Formats: git-lfs/docs/api/batch.md, transfer "basic"; the Hub's own "multipart", as
``huggingface_hub/lfs.py`` reads it: the upload action's header holds ``chunk_size`` and one link
per part ("1", "2" ...), its ``href`` takes the list of parts (number, ETag) at the end.
"""

import secrets
from collections.abc import AsyncIterator
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from hub.server.call import Call
from hub.server.errors import BadRequest, EntryNotFound, TooLarge, Unauthorized
from hub.server.multipart import Parts
from hub.server.names import RepoRef
from hub.server.objects import number, objects, sha256


def batch(call: Call) -> Response:
    """``POST /{repo}.git/info/lfs/objects/batch``: links for each content that is missing."""
    body = call.json()
    if body.get("operation") != "upload":
        raise BadRequest(f"LFS operation {body.get('operation')!r}: this hub takes uploads only")
    if (algorithm := body.get("hash_algo", "sha256")) != "sha256":
        raise BadRequest(f"hash_algo {algorithm!r}: this hub takes sha256")
    in_parts = "multipart" in (body.get("transfers") or ["basic"])
    answers = []
    for wanted in objects(body, "objects"):
        oid, size = sha256(wanted, "oid"), number(wanted, "size")
        answer: dict[str, Any] = {"oid": oid, "size": size}
        if size > call.settings.max_upload:
            message = f"{size} bytes are more than this hub takes ({call.settings.max_upload})"
            answer["error"] = {"code": 413, "message": message}
        elif call.store.blobs.size(oid) != size or not call.store.has_lfs(call.repo, oid):
            parts = in_parts and size > call.settings.multipart_from
            action = _in_parts(call, oid, size) if parts else _whole(call, oid, size)
            verify = {"href": f"{call.base_url}/lfs/{oid}/verify"}
            answer["actions"] = {"upload": action, "verify": verify}
        answers.append(answer)
    return JSONResponse({"transfer": "basic", "hash_algo": "sha256", "objects": answers})


def _link(call: Call, path: str, **facts: str | int) -> str:
    facts["repo"] = call.repo.folder
    return f"{call.base_url}{path}?{call.signer.query(path, **facts)}"


def _whole(call: Call, oid: str, size: int) -> dict[str, Any]:
    return {"href": _link(call, f"/lfs/{oid}", size=size)}


def _in_parts(call: Call, oid: str, size: int) -> dict[str, Any]:
    upload, part_size = secrets.token_hex(16), call.settings.part_size
    count = -(-size // part_size)
    header = {"chunk_size": str(part_size)}
    for part in range(1, count + 1):
        length = min(part_size, size - (part - 1) * part_size)
        path = f"/lfs/{oid}/part/{part}"
        header[str(part)] = _link(call, path, size=length, upload=upload)
    href = _link(call, f"/lfs/{oid}/complete", size=size, upload=upload, parts=count)
    return {"href": href, "header": header}


def _allowed(call: Call) -> int:
    """The size that a link is for.

    Raises:
        Unauthorized: the link was not made here, was changed, or is too old.
    """
    if not call.signer.allows(call.path, call.query):
        raise Unauthorized("the upload link is not valid (any more): ask for a new one")
    return int(call.query["size"])


async def upload(call: Call, chunks: AsyncIterator[bytes]) -> Response:
    """``PUT /lfs/{sha256}[/part/{n}]``: kept only if it is what was promised."""
    size = _allowed(call)
    announced = call.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > size:
        raise TooLarge(f"the body is longer than the {size} bytes announced for it")
    with call.store.blobs.receive(size) as received:
        async for chunk in chunks:
            received.write(chunk)
        if part := call.args.get("part"):
            etag = Parts(call.store.tmp, call.query["upload"]).keep(received, int(part), size)
            return Response(status_code=200, headers={"ETag": f'"{etag}"'})
        oid = call.args["oid"]
        await run_in_threadpool(call.store.blobs.keep, received, oid, size)
    call.store.add_lfs(RepoRef.from_folder(call.query["repo"]), oid)
    return Response(status_code=200, headers={"ETag": f'"{oid}"'})


def complete(call: Call) -> Response:
    """``POST /lfs/{sha256}/complete`` with ``oid`` and ``parts`` (``partNumber``, ``etag``)."""
    size, oid, body = _allowed(call), call.args["oid"], call.json()
    count = int(call.query["parts"])
    named = [number(part, "partNumber") for part in objects(body, "parts")]
    if sha256(body, "oid") != oid or sorted(named) != list(range(1, count + 1)):
        raise BadRequest(f"the list is not that of the {count} parts of {oid}")
    repo = RepoRef.from_folder(call.query["repo"])
    # Asked for twice: the first answer was lost.
    if not (call.store.blobs.size(oid) == size and call.store.has_lfs(repo, oid)):
        Parts(call.store.tmp, call.query["upload"]).join(call.store.blobs, oid, size, count)
        call.store.add_lfs(repo, oid)
    return JSONResponse({"oid": oid, "size": size})


def verify(call: Call) -> Response:
    """``POST /lfs/{sha256}/verify`` with oid and size."""
    wanted = call.json()
    oid, size = sha256(wanted, "oid"), number(wanted, "size")
    if oid != call.args["oid"] or call.store.blobs.size(oid) != size:
        raise EntryNotFound(f"no content {oid} of {size} bytes: upload it again")
    return JSONResponse({"oid": oid, "size": size})
