"""From what people type to a repo: ``gene-registry`` is the data set geneverse/gene-registry."""

from hub.errors import HubError
from hub.remote import Remote

TYPES = ("dataset", "model", "space")


def full_id(name: str, owner: str = "geneverse") -> str:
    """A repo id; a bare name is the project's own."""
    return name if "/" in name else f"{owner}/{name}"


def type_on_hub(repo_id: str, endpoint: str | None, token: str | None) -> str:
    """Which type the repo has there.

    Raises:
        HubError: there is none of this id, or there are two.
    """
    found = [t for t in TYPES if Remote(repo_id, t, endpoint, token).refs() is not None]
    where = Remote(repo_id, "model", endpoint, token).endpoint
    if not found:
        raise HubError(f"{where} has no repo {repo_id}: check the name and the endpoint")
    if len(found) > 1:
        raise HubError(f"{where} has {repo_id} as {' and as '.join(found)}: name --type")
    return found[0]
