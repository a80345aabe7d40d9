"""Trusted Publishing: in GitHub Actions, a token of an hour for each repo, and none that is stored.

GitHub signs who the job is (``permissions: id-token: write``); the Hub gives a token for that, good
for one repo whose settings name this workflow (https://huggingface.co/docs/hub/trusted-publishers,
RFC 8693). Newer clients can do the same for one repo a process, by HF_OIDC_RESOURCE; a release has
several. Such a token can neither make repos nor collections.
"""

import os
from typing import Any

from hub.errors import HubError

GRANT = "urn:ietf:params:oauth:grant-type:token-exchange"
ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"
URL, SECRET = "ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"
SECONDS = 30
_PREFIX = {"model": "", "dataset": "datasets/", "space": "spaces/"}


def token_for(title: str, endpoint: str | None) -> str | None:
    """A token for the repo ``"dataset geneverse/gene-registry"``; None where no job can ask.

    Raises:
        HubError: GitHub or the Hub refused; the message says what to set.
    """
    kind, _, repo = title.partition(" ")
    if kind not in _PREFIX or not os.environ.get(URL) or not os.environ.get(SECRET):
        return None
    from huggingface_hub import constants

    hub = (endpoint or constants.ENDPOINT).rstrip("/")
    answer = _call(
        "GET", os.environ[URL], f"identify this job for {hub}",
        params={"audience": hub}, headers={"Authorization": f"Bearer {os.environ[SECRET]}"},
    )  # fmt: skip
    resource = _PREFIX[kind] + repo
    body = {
        "grant_type": GRANT,
        "subject_token_type": ID_TOKEN,
        "subject_token": answer.get("value"),
        "resource": resource,
    }
    what = f"get a token for {resource} (its settings, Trusted Publishers, must name this workflow)"
    return str(_call("POST", f"{hub}/oauth/token", what, json=body)["access_token"])


def _call(method: str, url: str, what: str, **arguments: Any) -> dict[str, Any]:
    import httpx

    try:
        answer = httpx.request(method, url, timeout=SECONDS, **arguments)
        value = answer.json() if answer.is_success else {}
    except (httpx.TransportError, ValueError) as error:
        # The URL may hold a secret: it is not shown.
        raise HubError(f"could not {what}: {type(error).__name__}; run the job again") from error
    if not isinstance(value, dict) or not ({"value", "access_token"} & value.keys()):
        raise HubError(f"could not {what}: HTTP {answer.status_code}")
    return value
