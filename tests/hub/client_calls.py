"""Calls of ``huggingface_hub``, kept by name; for ``client_scenario``, in a process of its own."""

from typing import Any

from huggingface_hub import HfApi


class Scenario:
    """Makes calls and keeps their names."""

    def __init__(self, url: str) -> None:
        self.api = HfApi(endpoint=url, token="any")
        self.url = url
        self.calls: list[str] = []

    def __call__(self, name: str, *args: Any, **options: Any) -> Any:
        """Call a method of the client; lists are read to their end."""
        found = getattr(self.api, name)(*args, **options)
        self.calls.append(name)
        is_lazy = hasattr(found, "__next__")
        return list(found) if is_lazy else found

    def refused(self, error: type[Exception], name: str, *args: Any, **options: Any) -> None:
        """A call that must raise this error."""
        try:
            self(name, *args, **options)
        except error:
            self.calls.append(f"{name} -> {error.__name__}")
            return
        raise AssertionError(f"{name} raised no {error.__name__}")


def check(holds: bool, what: object = "") -> None:
    """An assertion that -O does not take away."""
    if not holds:
        raise AssertionError(what)
