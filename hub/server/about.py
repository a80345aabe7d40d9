"""Handlers that belong to no repo: health, and who am I."""

from starlette.responses import JSONResponse, Response

from hub.server.access import NO_TOKEN
from hub.server.accounts import EVERY
from hub.server.call import Call
from hub.server.errors import Unauthorized

NOTICE = "Geneverse loopback hub: for demo, tests and offline use. It is not the Hugging Face Hub."


def health(call: Call) -> Response:
    """``GET /healthz``."""
    return JSONResponse({"status": "ok", "notice": NOTICE})


def whoami(call: Call) -> Response:
    """``GET /api/whoami-v2``: user, role and organisations of the token.

    Raises:
        Unauthorized: the hub has tokens, and this is none of them.
    """
    account = call.account
    if account is None:
        raise Unauthorized(NO_TOKEN)
    created = "2000-01-01T00:00:00.000Z"
    token = {"displayName": "loopback", "role": account.role, "createdAt": created}
    others = [name for name in account.owners if name not in (account.user, EVERY)]
    return JSONResponse(
        {
            "type": "user",
            "id": "0" * 24,
            "name": account.user,
            "fullname": account.user,
            "email": None,
            "isPro": False,
            "orgs": [{"type": "org", "name": name, "roleInOrg": account.role} for name in others],
            "auth": {"type": "access_token", "accessToken": token},
        }
    )
