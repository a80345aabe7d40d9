"""``GET /api/models``, ``/api/datasets``, ``/api/spaces``: the repos that a query asks for.

``?search=lora&author=geneverse&filter=license:mit&sort=lastModified&limit=20``; without ``full``,
``cardData`` or ``expand`` the short form, as on the Hub.
"""

from collections.abc import Mapping
from typing import Any

from starlette.responses import JSONResponse, Response

from hub.server.access import sees
from hub.server.call import Call
from hub.server.errors import BadRequest, RepoNotFound
from hub.server.paging import paged
from hub.server.repo_info import repo_info

# What sort may name; all but the dates are 0 here, so they leave the order as it is.
SORTS = ("createdAt", "lastModified", "downloads", "likes", "trendingScore", "trending")
_LONG = ("cardData", "siblings", "usedStorage", "models", "datasets", "runtime")


def listing(call: Call) -> Response:
    """The repos of a type that the account may see and that the query asks for.

    Raises:
        BadRequest: an unknown ``sort``.
    """
    sort = call.query.get("sort")
    if sort and sort not in SORTS:
        raise BadRequest(f"sort {sort!r}: write one of {', '.join(SORTS)}")
    found = [facts for facts in all_visible(call, call.args["type"]) if _wanted(call, facts)]
    if sort in ("createdAt", "lastModified"):
        found.sort(key=lambda facts: str(facts[sort]), reverse=call.query.get("direction") != "1")
    wanted = call.query.getlist("expand") + call.query.getlist("expand[]")

    def shown(facts: dict[str, Any]) -> dict[str, Any]:
        if wanted:
            return {key: value for key, value in facts.items() if key in {"id", "_id", *wanted}}
        dropped = set(_LONG)
        if call.flag("full"):
            dropped = {"usedStorage"}
        elif call.flag("cardData"):
            dropped -= {"cardData"}
        return {key: value for key, value in facts.items() if key not in dropped}

    return paged(call, found, shown)


def all_visible(call: Call, repo_type: str) -> list[dict[str, Any]]:
    """The info of all repos of a type that the account may see, by id."""
    found = []
    for repo in call.store.repos(repo_type):
        try:
            if sees(call.account, repo, call.store.facts(repo)):
                head = call.store.resolve(repo, "main")
                found.append(repo_info(call.store, repo, head, blobs=False))
        except (RepoNotFound, FileNotFoundError):
            continue  # deleted while it was read
    return found


def _wanted(call: Call, facts: Mapping[str, Any]) -> bool:
    query, tags = call.query, set(facts["tags"])
    if (author := query.get("author")) is not None and facts["author"] != author:
        return False
    if not all(text.lower() in facts["id"].lower() for text in query.getlist("search")):
        return False
    if not all(tag in tags for tag in query.getlist("filter")):
        return False
    if "gated" in query and call.flag("gated") != bool(facts["gated"]):
        return False
    if "pipeline_tag" in query and facts.get("pipeline_tag") != query["pipeline_tag"]:
        return False
    # A Space that uses a model or a data set.
    return all(
        set(query.getlist(key)) <= set(facts.get(key, ()))
        for key in ("models", "datasets")
        if key in query
    )


def owned(call: Call) -> Response:
    """``GET /api/settings/repositories``, ``/api/organizations/{owner}/settings/repositories``."""
    account = call.account
    owner = call.args.get("owner") or (account.user if account else "")
    found = [
        {
            "id": facts["id"],
            "type": kind,
            "updatedAt": facts["lastModified"],
            "visibility": "private" if facts["private"] else "public",
            "storage": facts["usedStorage"],
        }
        for kind in ("model", "dataset", "space")
        for facts in all_visible(call, kind)
        if facts["author"] == owner
    ]
    return JSONResponse(found)
