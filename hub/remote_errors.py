"""What an error of the Hub's client means: may it pass, whose fault is it, what to do."""

from ipaddress import ip_address
from urllib.parse import urlsplit

TOO_MANY = 429
SERVER_ERROR = 500
_ADVICE = {
    401: "set HF_TOKEN to a token with write permission",
    403: "set HF_TOKEN to a token that may write to this owner's repos",
    404: "check the repo's name and the endpoint",
    412: "someone else committed meanwhile: look at their commit, then run again",
}


def status_of(error: Exception) -> int | None:
    """The HTTP status that an error of the client carries; None where no answer came."""
    return getattr(getattr(error, "response", None), "status_code", None)


def may_pass(error: Exception) -> bool:
    """Whether an error says nothing about the request: a broken connection, a stumbling server."""
    status = status_of(error)
    return status is None or status == TOO_MANY or status >= SERVER_ERROR


def retry_after(error: Exception) -> float | None:
    """Seconds that the server asks to wait; None where it says nothing that is a number."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:
        return None


def explain(error: Exception) -> str:
    """The error's last line and what to do about it."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    advice = _ADVICE.get(status_of(error) or 0, "check that the hub can be reached, then run again")
    return f"{lines[-1]}; {advice}"


def is_loopback(endpoint: str) -> bool:
    """Whether an endpoint is this machine's own."""
    host = urlsplit(endpoint).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def keeps_private(endpoint: str) -> bool:
    """Whether what is sent stays private: encrypted, or on this machine."""
    return urlsplit(endpoint).scheme == "https" or is_loopback(endpoint)
