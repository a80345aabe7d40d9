"""Calls of the Hub's client, with time limits, repeated where that is safe, errors explained.

Reading is repeated when a connection breaks or the server stumbles; writing is not, since a write
whose answer was lost may have happened: who writes reads again and looks. Only a 429 is waited out
in both cases, for it says that nothing was done.
"""

import os
import time
from collections.abc import Callable
from typing import TypeVar

from hub.errors import HubError
from hub.remote_errors import TOO_MANY, explain, keeps_private, may_pass, retry_after, status_of

Value = TypeVar("Value")
PAUSES = (0.2, 0.5, 1.0, 2.0)  # seconds between the tries of a read
LONGEST_WAIT = 300.0  # seconds that a Retry-After may ask for
CLOSED = "client has been closed"
CONNECT_SECONDS, ANSWER_SECONDS = 15.0, 180.0


class LostAnswer(HubError):
    """A write of which nobody knows whether it happened."""


class Moved(HubError):
    """Someone else committed meanwhile."""


def limit_time(answer: float = ANSWER_SECONDS, connect: float = CONNECT_SECONDS) -> None:
    """Give the client of this process time limits: its own waits for ever.

    ``answer`` is the longest silence in seconds, not the longest upload.
    """
    import httpx
    from huggingface_hub import set_client_factory
    from huggingface_hub.utils._http import default_client_factory

    def client() -> httpx.Client:
        made: httpx.Client = default_client_factory()
        made.timeout = httpx.Timeout(answer, connect=connect)
        return made

    set_client_factory(client)


class _Limited:
    """Whether this process has time limits already."""

    done = False


class Caller:
    """The client of one Hub with one token."""

    def __init__(self, endpoint: str | None, token: str | None) -> None:
        """Raises HubError where the token would travel unencrypted to another machine."""
        from huggingface_hub import HfApi, constants

        # ``False`` means no token at all; ``None`` would take whatever lies in the user's home.
        self.api = HfApi(endpoint=endpoint, token=token or False)
        self.endpoint = str(self.api.endpoint)
        if token and not keeps_private(self.endpoint):
            raise HubError(f"the token would go unencrypted to {self.endpoint}: use https")
        if not self.endpoint.startswith("https://"):
            # The loopback hub gives no Xet tokens, and newer clients insist on Xet unless told
            # otherwise; the variable alone comes too late where the client is imported already.
            os.environ.setdefault("HF_HUB_DISABLE_XET", "1")
            constants.HF_HUB_DISABLE_XET = True
        if not _Limited.done:
            limit_time()
            _Limited.done = True

    def read(self, name: str, what: str, call: Callable[[], Value]) -> Value:
        """Call until it answers; ``name`` and ``what`` are for the message.

        Raises:
            HubError: it failed more often than it is tried. Not found is passed on as it is.
        """
        import httpx
        from huggingface_hub.errors import (
            HfHubHTTPError,
            LocalEntryNotFoundError,
            RepositoryNotFoundError,
            RevisionNotFoundError,
        )

        for pause in (*PAUSES, None):
            try:
                return call()
            except (RepositoryNotFoundError, RevisionNotFoundError):
                raise  # an answer, not a failure: the caller knows what it means
            except (httpx.TransportError, HfHubHTTPError, ValueError, OSError) as error:
                # ValueError: half an answer is no JSON; LocalEntryNotFoundError: a broken download.
                if isinstance(error, OSError) and not isinstance(
                    error, (HfHubHTTPError, LocalEntryNotFoundError)
                ):
                    raise  # the disk here, not the Hub
                failed: Exception = error
            except RuntimeError as error:
                # One thread of a download that cannot connect closes the client of all others.
                if CLOSED not in str(error):
                    raise
                failed = error
            if pause is None or not may_pass(failed):
                raise HubError(self._message(name, what, failed)) from failed
            self._wait(failed, pause)
        raise AssertionError("the last try returned or raised")

    def write(self, name: str, what: str, call: Callable[[], Value]) -> Value:
        """Call once, or again after a 429.

        Raises:
            Moved: status 412. LostAnswer: it may have happened. HubError: it was refused.
        """
        import httpx
        from huggingface_hub.errors import HfHubHTTPError

        for pause in (*PAUSES, None):
            try:
                return call()
            except (httpx.TransportError, HfHubHTTPError) as error:
                if status_of(error) == TOO_MANY and pause is not None:
                    self._wait(error, pause)
                    continue
                raise self._write_error(name, what, error) from error
            except RuntimeError as error:  # the client's name for an upload that broke
                cause = error.__cause__ if isinstance(error.__cause__, Exception) else error
                raise self._write_error(name, what, cause) from error
            except ValueError as error:
                # The client's name for a card with metadata that the Hub refuses, and for half of
                # an answer.
                if type(error) is not ValueError:
                    raise LostAnswer(self._message(name, what, error)) from error
                raise HubError(f"{name}: could not {what}: {error}") from error
        raise AssertionError("the last try returned or raised")

    def _write_error(self, name: str, what: str, error: Exception) -> HubError:
        message = self._message(name, what, error)
        if status_of(error) == 412:
            return Moved(message)
        return LostAnswer(message) if may_pass(error) else HubError(message)

    def _wait(self, error: Exception, pause: float) -> None:
        wanted = retry_after(error) or 0.0
        if wanted > LONGEST_WAIT:
            raise HubError(
                f"{self.endpoint} asks to wait {wanted:.0f} s before the next request: run again "
                "then; what was done is kept"
            ) from error
        time.sleep(max(pause, wanted))

    def _message(self, name: str, what: str, error: Exception) -> str:
        return f"{name} on {self.endpoint}: could not {what}: {explain(error)}"
