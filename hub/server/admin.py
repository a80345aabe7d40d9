"""The test's own routes, ``/admin/faults``; there only where the hub was started with ``admin``."""

from starlette.responses import JSONResponse, Response

from hub.server.call import Call
from hub.server.errors import BadRequest
from hub.server.faults import Fault


def faults(call: Call) -> Response:
    """``GET``: rules, what was struck, requests. ``POST``: a fault, or a list of them.

    ``DELETE``: no faults any more; with ``?log=1`` the requests are forgotten, too.
    """
    held = call.faults
    if call.method == "POST":
        for fault in _faults(call):
            held.add(fault)
    elif call.method == "DELETE":
        held.clear()
        if call.flag("log"):
            held.clear_log()
    return JSONResponse(held.to_json())


def _faults(call: Call) -> list[Fault]:
    wanted = call.json().get("faults")
    if not isinstance(wanted, list) or not all(isinstance(item, dict) for item in wanted):
        raise BadRequest('write {"faults": [{"kind": "reset", "route": "PUT /lfs/"}]}')
    return [Fault.from_json(item) for item in wanted]
