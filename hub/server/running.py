"""Starts a hub: here (``run_server``), or in a child process for a ``with`` block (``serve``)."""

import json
import os
import selectors
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.request import Request, urlopen

from hub.errors import HubError
from hub.server.faults import Fault, Seen
from hub.server.storage import Store

if TYPE_CHECKING:
    import uvicorn

HOST = "127.0.0.1"
TOKEN_VARIABLE = "GENEVERSE_HUB_TOKEN"
START_SECONDS = 60
STOP_SECONDS = 10


@dataclass(frozen=True)
class Endpoint:
    """A running hub. ``url`` is what HF_ENDPOINT takes, e.g. ``http://127.0.0.1:8200``."""

    url: str
    pid: int = 0

    def inject(self, *faults: Fault) -> None:
        """Put faults in force; the hub must have been started with ``admin=True``."""
        self._admin("POST", json.dumps({"faults": [asdict(fault) for fault in faults]}).encode())

    def calm(self) -> None:
        """No faults any more, and forget the requests so far."""
        self._admin("DELETE")

    def struck(self) -> dict[str, int]:
        """How many faults struck since the start, by kind."""
        return dict(self._admin("GET")["struck"])

    def requests(self) -> list[Seen]:
        """The requests since the start or the last ``calm``, in the order in which they came."""
        return [Seen(**seen) for seen in self._admin("GET")["requests"]]

    def _admin(self, method: str, body: bytes | None = None) -> dict[str, Any]:
        url = f"{self.url}/admin/faults?log=1"
        with urlopen(Request(url, data=body, method=method), timeout=30) as answer:
            return dict(json.load(answer))


def run_server(
    root: Path,
    port: int = 0,
    token: str | None = None,
    *,
    host: str = HOST,
    until_eof: IO[bytes] | None = None,
    **options: Any,
) -> None:
    """Serve ``root`` until SIGINT or SIGTERM; port 0 takes a free one. Writes are free unless
    ``token`` is given or the store has tokens. ``options`` are those of ``call.Settings``.

    One JSON line on stdout, ``{"url": "http://127.0.0.1:8200"}``, says that it listens. With
    ``until_eof`` it also ends when that pipe closes, so that a child does not outlive a killed
    parent.

    Raises:
        HubError: the port is taken, ``root`` is no store, or the extra ``hub`` is not installed.
    """
    try:
        import uvicorn

        from hub.server.accounts import Accounts
        from hub.server.app import make_app
        from hub.server.call import Settings
    except ModuleNotFoundError as error:
        raise HubError(
            f"the loopback hub needs {error.name}: pip install 'geneverse[hub]'"
        ) from error
    settings = Settings(any_host=host not in (HOST, "localhost", "::1"), **options)
    app = make_app(Store(root), settings, Accounts(root, token=token))
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            raise HubError(
                f"cannot listen on {host}:{port} ({error.strerror}): choose another --port"
            ) from error
        config = uvicorn.Config(
            app,
            http=_protocol(settings.admin),
            log_level="warning",
            access_log=False,  # and so no path with a signature, and no token, is ever logged
            lifespan="off",
            server_header=False,
        )
        server = uvicorn.Server(config)
        if until_eof is not None:
            threading.Thread(target=_stop_at_eof, args=(server, until_eof), daemon=True).start()
        listener.listen(128)
        shown = f"[{host}]" if ":" in host else host
        sys.stdout.write(json.dumps({"url": f"http://{shown}:{listener.getsockname()[1]}"}) + "\n")
        sys.stdout.flush()
        server.run(sockets=[listener])


def _protocol(admin: bool) -> Any:
    if not admin:
        return "auto"
    from hub.server.fault_wire import TracedProtocol

    return TracedProtocol


def _stop_at_eof(server: "uvicorn.Server", pipe: IO[bytes]) -> None:
    pipe.read()
    server.should_exit = True


@contextmanager
def serve(
    root: Path, port: int = 0, token: str | None = None, **options: Any
) -> Iterator[Endpoint]:
    """A hub in a child process, ready for requests; it is stopped at the end of the block.
    ``options`` are those of ``call.Settings``, e.g. ``admin=True`` for faults.

    >>> with serve(Path("build/hub")) as endpoint:        # doctest: +SKIP
    ...     HfApi(endpoint=endpoint.url).list_models()

    Raises:
        HubError: it did not start; the message holds the end of what it wrote.
    """
    Store(root)  # a wrong folder is refused here, with its own error
    package = str(Path(__file__).resolve().parents[2])
    paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    environment.pop(TOKEN_VARIABLE, None)
    if token is not None:
        environment[TOKEN_VARIABLE] = token  # not in the arguments: those can be seen by everyone
    command = [
        sys.executable,
        "-m",
        "hub.server",
        "--root",
        str(root.resolve()),
        "--port",
        str(port),
        "--options",
        json.dumps(options),
    ]
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=environment
        ) as child,
    ):
        try:
            yield Endpoint(_await_url(child, errors), child.pid)
        finally:
            child.terminate()
            try:
                child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()


def _await_url(child: "subprocess.Popen[bytes]", errors: IO[bytes]) -> str:
    """The URL from the child's first line; by then it listens, so a request never fails."""
    assert child.stdout is not None, "stdout is a pipe"
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        line = child.stdout.readline() if selector.select(START_SECONDS) else b""
    try:
        return str(json.loads(line)["url"])
    except ValueError:
        errors.seek(0)
        said = errors.read().decode(errors="replace")[-2000:].strip()
        raise HubError(
            f"the loopback hub did not start within {START_SECONDS} s: {said or 'it wrote nothing'}"
        ) from None
