"""Handlers about repos as a whole: create, delete, move, settings, and who is let in."""

from dataclasses import replace
from typing import Any

from starlette.responses import JSONResponse, Response

from hub.server.access import check_files, check_login, check_owner, check_read, sees
from hub.server.call import Call
from hub.server.errors import BadRequest, Conflict, EntryNotFound, Forbidden, RepoNotFound
from hub.server.names import RepoRef
from hub.server.objects import text
from hub.server.paging import paged
from hub.server.repo_facts import RepoFacts
from hub.server.repo_folders import now

STATES = ("accepted", "pending", "rejected")


def create(call: Call) -> Response:
    """``POST /api/repos/create``. If the repo exists, 409 with its URL: ``exist_ok`` reads it."""
    wanted = call.json()
    repo = _named(call, wanted)
    check_owner(call, repo.owner)
    sdk = str(wanted.get("sdk") or "") or None
    if (repo.type == "space") != (sdk is not None):
        raise BadRequest(f"sdk {sdk!r} with a {repo.type}: a Space names one, nothing else does")
    facts = RepoFacts(now(), private=_private(wanted) or False, sdk=sdk)
    shown = {"url": f"{call.base_url}/{repo.url_path}", "name": repo.id, "id": repo.id}
    try:
        call.store.create_repo(repo, facts=facts, author=call.author)
    except Conflict as error:
        return JSONResponse({**shown, "error": str(error)}, status_code=error.status)
    return JSONResponse(shown)


def delete(call: Call) -> Response:
    """``DELETE /api/repos/delete``."""
    repo = _named(call, call.json())
    _check_change(call, repo)
    call.store.delete_repo(repo)
    return Response("OK")


def move(call: Call) -> Response:
    """``POST /api/repos/move`` with ``fromRepo``, ``toRepo``, ``type``."""
    wanted = call.json()
    kind = str(wanted.get("type") or "model")
    repo, to = (RepoRef(kind, text(wanted, key)) for key in ("fromRepo", "toRepo"))
    _check_change(call, repo)
    check_owner(call, to.owner)
    call.store.move_repo(repo, to)
    return JSONResponse({"url": f"{call.base_url}/{to.url_path}"})


def settings(call: Call) -> Response:
    """``PUT .../settings``: ``private`` or ``visibility``, and ``gated``."""
    wanted, facts = call.json(), call.store.facts(call.repo)
    private = _private(wanted)
    if private is not None:
        facts = replace(facts, private=private)
    if "gated" in wanted:
        facts = replace(facts, gated=wanted["gated"])
    call.store.set_facts(call.repo, facts)
    return JSONResponse({"private": facts.private, "gated": facts.gated})


def auth_check(call: Call) -> Response:
    """``GET .../auth-check[/write]``: 200 where the files may be had, or changed."""
    check_files(call)
    if call.path.endswith("/write"):
        check_owner(call, call.repo.owner)
    return JSONResponse({})


def ask_access(call: Call) -> Response:
    """``POST /{repo}/ask-access``: let in at once by the gate "auto", else put on the list."""
    check_read(call)
    facts = call.store.facts(call.repo)
    if call.account is None:
        raise Forbidden("log in with a token to ask for access")
    if not facts.gated:
        raise BadRequest(f"{call.repo.id} is not gated")
    user = call.account.user
    state = facts.access.get(user) or ("accepted" if facts.gated == "auto" else "pending")
    _let_in(call, user, state)
    return JSONResponse({"user": user, "status": state})


def access_list(call: Call) -> Response:
    """``GET .../user-access-request/{accepted|pending|rejected}``."""
    facts = call.store.facts(call.repo)
    found = [user for user, state in facts.access.items() if state == call.args["state"]]
    when = facts.created.strftime("%Y-%m-%dT%H:%M:%S.000Z")

    def shown(user: str) -> dict[str, Any]:
        named = {"user": user, "fullname": user, "email": None}
        return {"user": named, "status": call.args["state"], "timestamp": when}

    return paged(call, sorted(found), shown)


def set_access(call: Call) -> Response:
    """``POST .../user-access-request/handle`` and ``/grant`` with ``user`` (and ``status``)."""
    wanted, facts = call.json(), call.store.facts(call.repo)
    user = text(wanted, "user")
    state = "accepted" if call.path.endswith("/grant") else text(wanted, "status")
    if not facts.gated or state not in STATES:
        raise BadRequest(f"{call.repo.id} is not gated, or {state!r} is none of {STATES}")
    if not call.accounts.known(user):
        raise EntryNotFound(f"this hub knows no user {user!r}")
    _let_in(call, user, state)
    return JSONResponse({"user": user, "status": state})


def _let_in(call: Call, user: str, state: str) -> None:
    facts = call.store.facts(call.repo)
    call.store.set_facts(call.repo, replace(facts, access={**facts.access, user: state}))


def _named(call: Call, wanted: dict[str, Any]) -> RepoRef:
    account = check_login(call)
    owner = wanted.get("organization") or account.user
    return RepoRef(str(wanted.get("type") or "model"), f"{owner}/{wanted.get('name', '')}")


def _check_change(call: Call, repo: RepoRef) -> None:
    """As ``check_write``, for a repo that the body names.

    Raises:
        RepoNotFound, Unauthorized, Forbidden: see there.
    """
    check_login(call)
    if not sees(call.account, repo, call.store.facts(repo)):
        raise RepoNotFound(f"{repo.type} {repo.id} does not exist on this hub")
    check_owner(call, repo.owner)


def _private(wanted: dict[str, Any]) -> bool | None:
    """Newer clients write ``visibility``, older ones ``private``; None where neither is said."""
    visibility, private = wanted.get("visibility"), wanted.get("private")
    if visibility is not None:
        if visibility not in ("public", "private", "protected"):
            raise BadRequest(f"visibility {visibility!r} is not public, private or protected")
        return bool(visibility == "private")
    if private is not None and not isinstance(private, bool):
        raise BadRequest(f"private is {private!r}, not true or false")
    return None if private is None else bool(private)
