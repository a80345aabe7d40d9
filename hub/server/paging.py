"""Long lists in pages: a ``Link`` header leads to the next one, as the Hub and GitHub do it."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from starlette.responses import JSONResponse, Response

from hub.server.call import Call
from hub.server.errors import BadRequest

Item = TypeVar("Item")


def paged(
    call: Call,
    items: Sequence[Item],
    shown: Callable[[Item], dict[str, Any]],
    *,
    page: int | None = None,
) -> Response:
    """A page of ``items``, from ``cursor`` on, at most ``limit`` and ``page`` of them.

    Raises:
        BadRequest: cursor or limit is no number that makes sense.
    """
    most = page or call.settings.page
    try:
        start = int(call.query.get("cursor", "0"))
        size = min(most, int(call.query.get("limit", most)))
    except ValueError as error:
        raise BadRequest(f"cursor and limit are numbers: {error}") from error
    if start < 0 or size < 1:
        raise BadRequest(f"cursor {start} or limit {size} is out of range")
    headers = {}
    if start + size < len(items):
        kept = [(key, value) for key, value in call.query.multi_items() if key != "cursor"]
        query = urlencode([*kept, ("cursor", str(start + size))])
        headers["Link"] = f'<{call.base_url}{call.path}?{query}>; rel="next"'
    return JSONResponse([shown(item) for item in items[start : start + size]], headers=headers)
