"""LFS: batch request, upload, check afterwards (git-lfs/docs/api/batch.md, transfer "basic")."""

from collections.abc import AsyncIterator
from typing import Any

from starlette.responses import JSONResponse, Response

from hub.server.call import Call
from hub.server.errors import BadRequest, EntryNotFound, TooLarge, Unauthorized
from hub.server.names import SHA256
from hub.server.write_repo import _number, _objects


def batch(call: Call) -> Response:
    """``POST /{repo}.git/info/lfs/objects/batch``: a signed link per content that is missing."""
    call.store.folder(call.repo)
    body = call.json()
    if body.get("operation") != "upload":
        raise BadRequest(f"LFS operation {body.get('operation')!r}: this hub takes uploads only")
    answers = []
    for wanted in _objects(body, "objects"):
        oid, size = _oid(wanted), _number(wanted, "size")
        answer: dict[str, Any] = {"oid": oid, "size": size}
        if size > call.settings.max_upload:
            message = f"{size} bytes are more than this hub takes ({call.settings.max_upload})"
            answer["error"] = {"code": 413, "message": message}
        elif call.store.blobs.size(oid) != size:
            root = f"{call.base_url}/lfs/{oid}"
            upload = {"href": f"{root}?{call.signer.query(oid, size)}"}
            answer["actions"] = {"upload": upload, "verify": {"href": f"{root}/verify"}}
        answers.append(answer)
    return JSONResponse({"transfer": "basic", "hash_algo": "sha256", "objects": answers})


async def upload(call: Call, chunks: AsyncIterator[bytes]) -> Response:
    """``PUT /lfs/{sha256}?size=&expires=&signature=``: kept only if it is what was promised."""
    oid, query = call.args["oid"], call.query
    size = query.get("size", "")
    if not call.signer.allows(oid, size, query.get("expires", ""), query.get("signature", "")):
        raise Unauthorized("the upload link is not valid (any more): ask for a new one")
    if int(call.headers.get("content-length", "0")) > int(size):
        raise TooLarge(f"the body is longer than the {size} bytes announced for it")
    with call.store.blobs.receive(int(size)) as received:
        async for chunk in chunks:
            received.write(chunk)
        call.store.blobs.keep(received, oid, int(size))
    return Response(status_code=200)


def verify(call: Call) -> Response:
    """``POST /lfs/{sha256}/verify`` with oid and size."""
    wanted = call.json()
    oid, size = _oid(wanted), _number(wanted, "size")
    if oid != call.args["oid"] or call.store.blobs.size(oid) != size:
        raise EntryNotFound(f"no content {oid} of {size} bytes: upload it again")
    return JSONResponse({"oid": oid, "size": size})


def _oid(value: dict[str, Any]) -> str:
    oid = value.get("oid")
    if not isinstance(oid, str) or not SHA256.fullmatch(oid):
        raise BadRequest(f"{oid!r} is not a sha256")
    return oid
