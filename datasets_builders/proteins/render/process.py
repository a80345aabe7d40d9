"""One worker process as the pool sees it: start, give a file, get pictures or learn of its death.

A process and not ``multiprocessing``: its pool never returns the job that a crash took, and an
executor breaks as a whole. Here a crash or a hang costs one file.
"""

import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from datasets_builders.errors import DataError
from datasets_builders.proteins.records import Colour, Renderer, View
from datasets_builders.proteins.render.wire import Results, receive, send, unpack

WORKER = (sys.executable, "-m", "datasets_builders.proteins.render.worker")
# Starting takes a second; on a machine under load, or from a cold disk, much longer.
_START_LIMIT = 180.0
_ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class Job:
    """How everything is drawn. ``renderer`` None: OpenGL where it draws, else ray."""

    colour: Colour
    size: int
    views: tuple[View, ...]
    renderer: Renderer | None
    time_limit: float
    memory_mb: int
    command: Sequence[str] = WORKER


class WorkerGoneError(Exception):
    """The worker crashed, or was stopped since it took too long (``late``)."""

    def __init__(self, detail: str, *, late: bool = False) -> None:
        super().__init__(detail)
        self.late = late


class Worker:
    """A running worker; ``renderer`` is what it draws with."""

    def __init__(self, job: Job) -> None:
        """Start it.

        Raises:
            DataError: it says that it cannot draw here, or does not start.
        """
        # Closed by stop(); a pipe would fill up when PyMOL talks.
        self._log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            list(job.command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
            # Ctrl-C is for the pool, which then ends its workers.
            start_new_session=True,
        )
        self.memory_mb = 0
        how = {"size": job.size, "colour": job.colour, "views": job.views, "renderer": job.renderer}
        try:
            head, _ = self._exchange(how, b"", _START_LIMIT)
        except WorkerGoneError as error:
            self.stop()
            raise DataError(f"the process that draws does not start: {error}") from error
        except BaseException:
            self.stop()
            raise
        self.renderer: Renderer = head["ready"]
        self.why_ray: str = head["why_ray"]

    def draw(self, file: str, content: bytes, limit: float) -> Results:
        """The pictures of one file, or its refusal.

        Raises:
            WorkerGoneError: it crashed or was late; it is stopped, start another one.
            DataError: it says that it cannot go on here.
        """
        try:
            head, body = self._exchange({"file": file}, content, limit)
        except WorkerGoneError:
            self.stop()
            raise
        self.memory_mb = head.pop("rss")
        return unpack(file, head, body)

    def _exchange(
        self, head: dict[str, Any], body: bytes, limit: float
    ) -> tuple[dict[str, Any], bytes]:
        process = self._process
        if process.stdin is None or process.stdout is None:
            raise WorkerGoneError("it has no pipes")
        try:
            send(process.stdin, head, body)
        except BrokenPipeError as error:
            raise WorkerGoneError(self._last_words()) from error
        ready, _, _ = select.select([process.stdout], [], [], limit)
        if not ready:
            raise WorkerGoneError(f"no answer in {limit:g} s", late=True)
        frame = receive(process.stdout)
        if frame is None:
            raise WorkerGoneError(self._last_words())
        if "failed" in frame[0]:
            raise DataError(frame[0]["failed"])
        return frame

    def _last_words(self) -> str:
        """``SIGSEGV``, or the exit status and the last line on standard error."""
        try:
            status = self._process.wait(10)
        except subprocess.TimeoutExpired:
            return "it closed its output"
        if status < 0:
            return signal.Signals(-status).name
        self._log.seek(0)
        lines = self._log.read()[-4000:].decode(errors="replace").split("\n")
        return f"exit status {status}: {next((x for x in reversed(lines) if x.strip()), '')}"

    def kill(self) -> None:
        """End the process; whoever waits for its answer gets a WorkerGoneError."""
        self._process.kill()

    def stop(self) -> None:
        """End it at once and close its pipes."""
        self.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                # What was still to be sent has no reader any more.
                with suppress(BrokenPipeError):
                    stream.close()
        self._process.wait()
        self._log.close()
