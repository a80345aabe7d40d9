"""One question to an OpenAI-compatible endpoint and its reply.

In: an :class:`Endpoint` and a prompt. Out, for example::

    Reply(text="GLI1 encodes ...", finish="stop", usage={"prompt_tokens": 31, ...})

The client is OpenAI's own, with its retries and back-off; nothing of the key is kept or shown.
"""

import os
import re
from dataclasses import dataclass, field
from typing import Any

from datasets_builders.errors import DataError
from datasets_builders.web import user_agent


class EndpointError(DataError):
    """The endpoint cannot be used: not set, not reachable, refusing, or not of OpenAI's form."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where and whom to ask; ``timeout`` in seconds, ``retries`` are the client's own."""

    base_url: str
    api_key: str = field(repr=False)
    model: str
    concurrency: int = 8
    max_tokens: int = 400
    temperature: float = 0.0
    retries: int = 5
    timeout: float = 120.0

    @classmethod
    def of(
        cls,
        base_url: str | None = None,
        api_key: str | None = None,
        model: str | None = None,
        **options: Any,
    ) -> "Endpoint":
        """From arguments, else ``OPENAI_BASE_URL``, ``OPENAI_API_KEY`` and ``OPENAI_MODEL``.

        Raises:
            EndpointError: one of the three is given nowhere.
        """
        values = {
            "OPENAI_BASE_URL": base_url,
            "OPENAI_API_KEY": api_key,
            "OPENAI_MODEL": model,
        }
        found = {name: value or os.environ.get(name, "") for name, value in values.items()}
        if missing := [name for name, value in found.items() if not value]:
            raise EndpointError(
                f"{', '.join(missing)} not set: give base URL, key and model by option or in these "
                "environment variables (a local server without keys takes any key)"
            )
        url, key, name = found.values()
        return cls(base_url=url, api_key=key, model=name, **options)

    @property
    def place(self) -> str:
        """Address and model for messages, without a user and password in the address."""
        return f"{re.sub(r'//[^/@]+@', '//', self.base_url)}, model {self.model}"


@dataclass(frozen=True, slots=True)
class Reply:
    """``finish`` is ``"stop"``, or ``"length"`` where the token limit cut the text off."""

    text: str
    finish: str
    usage: dict[str, int]


def open_client(endpoint: Endpoint) -> Any:
    """``openai.AsyncOpenAI``; to be closed by the caller.

    Raises:
        EndpointError: the package is missing.
    """
    try:
        import openai
    except ImportError as error:
        raise EndpointError(
            "the package openai is missing; install it with: pip install 'geneverse[endpoint]'"
        ) from error
    return openai.AsyncOpenAI(
        base_url=endpoint.base_url,
        api_key=endpoint.api_key,
        max_retries=endpoint.retries,
        timeout=endpoint.timeout,
        default_headers={"User-Agent": user_agent()},
    )


async def ask(client: Any, endpoint: Endpoint, prompt: str) -> Reply:
    """Ask once (the client tries again by itself).

    Raises:
        EndpointError: not reachable, refusing, or what came is not a chat completion.
    """
    import openai

    try:
        completion = await client.chat.completions.create(
            model=endpoint.model,
            messages=[{"role": "user", "content": prompt}],
            max_tokens=endpoint.max_tokens,
            temperature=endpoint.temperature,
        )
    except (openai.OpenAIError, ValueError) as error:  # ValueError: JSON cut off or none
        # From None: some servers repeat the key, and a chained error would show it.
        raise EndpointError(_plain(endpoint, f"{type(error).__name__}: {_told(error)}")) from None
    choices = getattr(completion, "choices", None)
    if not choices or not hasattr(choices[0], "message"):
        # The client hands over whatever came with status 200, a web page as str.
        begin = _plain(endpoint, str(completion))[:80]
        raise EndpointError(f"not a chat completion but {begin!r}; does the base URL end in /v1?")
    names = ("prompt_tokens", "completion_tokens", "total_tokens")
    return Reply(
        text=(choices[0].message.content or "").strip(),
        finish=choices[0].finish_reason or "",
        usage={n: v for n in names if isinstance(v := getattr(completion.usage, n, None), int)},
    )


def _told(error: Exception) -> str:
    """The error with what the server wrote, or with the cause where there was no answer."""
    response = getattr(error, "response", None)
    if response is not None:
        return f"status {response.status_code}, {response.text[:200]}"
    return f"{error} ({error.__cause__})" if error.__cause__ else str(error)


def _plain(endpoint: Endpoint, text: str) -> str:
    return " ".join(text.replace(endpoint.api_key, "***").split())[:300]
