"""Handlers that belong to no repo: health, who am I, what is here."""

import hmac

from starlette.responses import JSONResponse, PlainTextResponse, Response

from hub.server.call import Call
from hub.server.errors import Unauthorized
from hub.server.read_repo import repo_facts

NOTICE = "Geneverse loopback hub: for demo, tests and offline use. It is not the Hugging Face Hub."


def health(call: Call) -> Response:
    """``GET /healthz``."""
    return JSONResponse({"status": "ok", "notice": NOTICE})


def front(call: Call) -> Response:
    """``GET /``: says what this is and lists the repos."""
    repos = [repo for kind in ("model", "dataset", "space") for repo in call.store.repos(kind)]
    lines = [NOTICE, "", *(f"{call.base_url}/{repo.url_path}" for repo in repos)]
    return PlainTextResponse("\n".join(lines) + "\n")


def whoami(call: Call) -> Response:
    """``GET /api/whoami-v2``: one user who may do everything."""
    check_token(call)
    user = call.settings.user
    token = {"displayName": "loopback", "role": "write", "createdAt": "2000-01-01T00:00:00.000Z"}
    return JSONResponse(
        {
            "type": "user",
            "id": "0" * 24,
            "name": user,
            "fullname": user,
            "email": None,
            "isPro": False,
            "orgs": [],
            "auth": {"type": "access_token", "accessToken": token},
        }
    )


def listing(call: Call) -> Response:
    """``GET /api/models``, ``/api/datasets``: all, or by ``search`` (in the id) or ``author``."""
    text, author = call.query.get("search", "").lower(), call.query.get("author")
    found = []
    for repo in call.store.repos(call.args["type"]):
        if text in repo.id.lower() and (author is None or repo.id.startswith(f"{author}/")):
            head = call.store.resolve(repo, "main")
            found.append(repo_facts(call.store, repo, head, blobs=False))
    return JSONResponse(found)


def check_token(call: Call) -> None:
    """Refuse a request that lacks the hub's token, where it has one.

    Raises:
        Unauthorized: the message is the one by which the client tells this from a missing repo.
    """
    given = call.headers.get("authorization", "").removeprefix("Bearer ")
    wanted = call.settings.token
    if wanted is not None and not hmac.compare_digest(given.encode(), wanted.encode()):
        raise Unauthorized("Invalid credentials in Authorization header")
