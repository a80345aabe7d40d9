"""Many structures to pictures on all cores, one PyMOL a worker process.

In: a stream of (file name, bytes). Out: ``Rendered`` and ``Refused`` in the order of the stream::

    for one in render_all(structure_files(Path("models"))):
        ...

Of a window of the stream the largest file is drawn first, so that no worker is left alone with a
large one at the end; memory holds one window, however long the stream is.
"""

import logging
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from datasets_builders.errors import DataError
from datasets_builders.proteins.records import (
    COLOURS,
    VIEWS,
    Colour,
    Refused,
    Rendered,
    Renderer,
    View,
)
from datasets_builders.proteins.render.process import WORKER, Job, Worker, WorkerGoneError
from datasets_builders.proteins.render.wire import Results

_LOG = logging.getLogger(__name__)
WINDOW = 256
_WINDOW_BYTES = 256_000_000
_SIZES = (16, 2048)
_GZIP_MAGIC = b"\x1f\x8b"


@dataclass(slots=True)
class _Stream:
    """What is waiting, what is done, and who may take what; all under ``turn``."""

    source: Iterator[tuple[str, bytes]]
    turn: threading.Condition = field(default_factory=threading.Condition)
    waiting: list[tuple[int, int, str, bytes]] = field(default_factory=list)
    done: dict[int, Results] = field(default_factory=dict)
    taken: int = 0
    given: int = 0
    ended: bool = False
    stopped: bool = False
    error: BaseException | None = None
    workers: set[Worker] = field(default_factory=set)

    def take(self) -> tuple[int, str, bytes] | None:
        """The largest file of the window; None at the end."""
        with self.turn:
            while not self.stopped:
                self._fill()
                if self.waiting:
                    _, index, file, content = self.waiting.pop()
                    return -index, file, content
                if self.ended:
                    return None
                self.turn.wait()
        return None

    def _fill(self) -> None:
        held = sum(len(w[3]) for w in self.waiting)
        before = self.taken
        while not self.ended and self.taken < self.given + WINDOW and held < _WINDOW_BYTES:
            item = next(self.source, None)
            if item is None:
                self.ended = True
                # Whoever waits, workers and reader, has to learn that there is no more.
                self.turn.notify_all()
                break
            self.waiting.append((_work(item[1]), -self.taken, *item))
            held += len(item[1])
            self.taken += 1
        if self.taken > before:
            self.waiting.sort(key=lambda w: w[:2])

    def put(self, index: int, results: Results) -> None:
        with self.turn:
            self.done[index] = results
            self.turn.notify_all()

    def give(self) -> Results | None:
        """The next results in the order of the source; None at the end."""
        with self.turn:
            while self.given not in self.done:
                if self.error:
                    raise self.error
                if self.ended and self.given == self.taken:
                    return None
                self.turn.wait()
            results = self.done.pop(self.given)
            self.given += 1
            self.turn.notify_all()
            return results

    def fail(self, error: BaseException) -> None:
        with self.turn:
            self.error = self.error or error
            self.stopped = True
            self.turn.notify_all()

    def stop(self) -> None:
        with self.turn:
            self.stopped = True
            for worker in self.workers:
                worker.kill()
            self.turn.notify_all()


def render_all(
    items: Iterable[tuple[str, bytes]],
    *,
    colour: Colour = "plddt",
    size: int = 336,
    views: Sequence[View] = ("front",),
    workers: int | None = None,
    renderer: Renderer | None = None,
    time_limit: float = 60.0,
    memory_mb: int = 700,
    unique: bool = True,
    command: Sequence[str] = WORKER,
) -> Iterator[Rendered | Refused]:
    """Draw each (file name, bytes); results come in the order of ``items``.

    A file gives one :class:`Rendered` a view, or one :class:`Refused`. ``items`` is read in another
    thread. ``workers`` is the number of cores of this process where it is None. ``renderer`` None
    takes OpenGL where a test picture can be drawn with it, else the ray tracer. A file on which a
    worker takes more than ``time_limit`` seconds, or dies twice, is refused; a worker of more than
    ``memory_mb`` is replaced. ``unique`` refuses an id that came before.

    Raises:
        DataError: an unknown colour or view, a size outside 16 to 2048, PyMOL does not start.
    """
    if colour not in COLOURS or not views or set(views) - set(VIEWS):
        raise DataError(
            f"colour {colour!r}, views {list(views)}: the colours are {', '.join(COLOURS)}, the "
            f"views {', '.join(VIEWS)}"
        )
    if not _SIZES[0] <= size <= _SIZES[1]:
        raise DataError(f"size {size}: pictures have {_SIZES[0]} to {_SIZES[1]} pixels a side")
    job = Job(colour, size, tuple(views), renderer, time_limit, memory_mb, command)
    results = _run(items, job, workers or len(os.sched_getaffinity(0)))
    return _flat(results, unique)


def _flat(results: Iterator[Results], unique: bool) -> Iterator[Rendered | Refused]:
    """Picture after picture; of files with one id the first counts where ``unique``."""
    first: dict[str, str] = {}
    for one in results:
        if isinstance(one, Refused):
            yield one
            continue
        record = one[0].record
        if unique and (before := first.get(record.id)) is not None:
            yield Refused(record.file, "duplicate id", f"{record.id} came in {before}")
            continue
        first[record.id] = record.file
        yield from one


def _run(items: Iterable[tuple[str, bytes]], job: Job, workers: int) -> Iterator[Results]:
    stream = _Stream(iter(items))
    threads = [
        threading.Thread(target=_work_on, args=(stream, job), daemon=True, name=f"painter-{i}")
        for i in range(workers)
    ]
    for thread in threads:
        thread.start()
    try:
        while (results := stream.give()) is not None:
            yield results
    finally:
        stream.stop()
        for thread in threads:
            thread.join()


def _work_on(stream: _Stream, job: Job) -> None:
    """The life of one thread: it feeds one worker, and the next one when that is gone."""
    worker: Worker | None = None
    try:
        while (taken := stream.take()) is not None:
            index, file, content = taken
            results: Results | None = None
            for last in (False, True):
                worker = worker or _start(stream, job)
                try:
                    results = worker.draw(file, content, job.time_limit)
                    break
                except WorkerGoneError as error:
                    stream.workers.discard(worker)
                    worker = None
                    if stream.stopped:
                        return
                    if last or error.late:
                        reason = "time limit" if error.late else "worker died"
                        results = Refused(file, reason, str(error))
                        break
                    _LOG.warning("%s: the worker died (%s); trying once more", file, error)
            if results is not None:
                stream.put(index, results)
            if worker and worker.memory_mb > job.memory_mb:
                _LOG.info("a worker has %d MB; starting another", worker.memory_mb)
                stream.workers.discard(worker)
                worker.stop()
                worker = None
    except BaseException as error:  # noqa: BLE001 - carried to the thread that reads the results
        stream.fail(error)
    finally:
        if worker:
            stream.workers.discard(worker)
            worker.stop()


def _start(stream: _Stream, job: Job) -> Worker:
    worker = Worker(job)
    if worker.why_ray:
        _LOG.warning(
            "no OpenGL (%s): pictures are ray-traced, several times slower", worker.why_ray
        )
    with stream.turn:
        stream.workers.add(worker)
        if stream.stopped:
            worker.kill()
    return worker


def _work(content: bytes) -> int:
    """Bytes once unpacked, which is what drawing takes time for; gzip has them at its end."""
    if content.startswith(_GZIP_MAGIC) and len(content) > 18:
        return int.from_bytes(content[-4:], "little")
    return len(content)
