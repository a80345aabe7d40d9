"""The pool: order, faults that cost one file, ids that occur twice, memory that stays flat."""

import itertools
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("gemmi", reason="the extra 'proteins' is not installed")
pytest.importorskip("pymol2", reason="PyMOL is not installed")
from structure_world import pdb

from datasets_builders.errors import DataError
from datasets_builders.proteins.records import Refused, Rendered
from datasets_builders.proteins.render.pool import WINDOW, render_all

FAULTY = (sys.executable, str(Path(__file__).with_name("faulty_worker.py")))


def model(i: int, note: str = "", length: int = 20) -> tuple[str, bytes]:
    accession = f"P{i:05d}"
    return f"AF-{accession}-F1{'.' if note else ''}{note}.pdb", pdb(accession, length=length)


@pytest.fixture
def faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FAULT_FOLDER", str(tmp_path))
    return tmp_path


def pids(folder: Path) -> list[str]:
    return (folder / "pids").read_text().split()


def test_results_come_in_the_order_of_the_input() -> None:
    items = [model(i, length=12 + (i * 37) % 50) for i in range(12)]
    done = list(render_all(items, size=64, views=("front", "top"), workers=2))
    assert [(d.record.file, d.view) for d in done if isinstance(d, Rendered)] == [
        (file, view) for file, _ in items for view in ("front", "top")
    ]


def test_a_refusal_names_file_and_reason() -> None:
    done = list(render_all([("a.pdb", b"<html>"), model(1), ("b.cif", b"")], size=64, workers=1))
    assert [(d.file, d.reason) for d in done if isinstance(d, Refused)] == [
        ("a.pdb", "not a structure"),
        ("b.cif", "not a structure"),
    ]
    assert isinstance(done[1], Rendered)


def test_an_id_that_came_before_is_refused() -> None:
    done = list(render_all([model(1), model(2), model(1, "copy")], size=64, workers=2))
    assert isinstance(done[2], Refused)
    assert (done[2].reason, done[2].file) == ("duplicate id", "AF-P00001-F1.copy.pdb")
    assert "AF-P00001-F1.pdb" in done[2].detail


@pytest.mark.parametrize(
    ("note", "reason", "detail"),
    [
        ("crash", "worker died", "SIGSEGV"),
        ("exit", "worker died", "exit status 3: the last words"),
        ("hang", "time limit", "no answer in 3 s"),
    ],
)
def test_a_fault_costs_that_file_only(faults: Path, note: str, reason: str, detail: str) -> None:
    items = [model(i, note if i == 2 else "") for i in range(6)]
    done = list(render_all(items, size=64, workers=1, time_limit=3, command=FAULTY))
    bad = [d for d in done if isinstance(d, Refused)]
    assert [(d.file, d.reason, d.detail) for d in bad] == [(items[2][0], reason, detail)]
    assert sum(isinstance(d, Rendered) for d in done) == 5


def test_a_file_whose_worker_died_is_tried_once_more(faults: Path) -> None:
    done = list(render_all([model(1, "crash-once")], size=64, workers=1, command=FAULTY))
    assert isinstance(done[0], Rendered)


def test_a_worker_that_grows_is_replaced(faults: Path) -> None:
    items = [model(i, "grow" if i in (1, 3) else "") for i in range(5)]
    done = list(render_all(items, size=64, workers=1, memory_mb=500, command=FAULTY))
    assert all(isinstance(d, Rendered) for d in done)
    assert len(set(pids(faults))) == 3


def test_a_worker_that_does_not_grow_stays(faults: Path) -> None:
    list(render_all([model(i) for i in range(6)], size=64, workers=1, command=FAULTY))
    assert len(set(pids(faults))) == 1


def test_what_concerns_all_files_ends_the_run(faults: Path) -> None:
    with pytest.raises(DataError, match="no library here"):
        list(render_all([model(1), model(2, "cannot")], size=64, workers=2, command=FAULTY))


def test_a_worker_that_does_not_start_ends_the_run() -> None:
    with pytest.raises(DataError, match=r"not start: exit status 1: .*No module named"):
        list(render_all([model(1)], workers=2, command=(sys.executable, "-m", "nothing")))


def test_an_error_of_the_source_reaches_the_reader() -> None:
    def items() -> Iterator[tuple[str, bytes]]:
        yield model(1)
        raise DataError("the tar is cut off")

    with pytest.raises(DataError, match="the tar is cut off"):
        list(render_all(items(), size=64, workers=2))


def test_a_stream_is_not_read_ahead_beyond_the_window(faults: Path) -> None:
    taken = 0

    def endless() -> Iterator[tuple[str, bytes]]:
        nonlocal taken
        for i in itertools.count():
            taken = i
            yield f"{i}.pdb", b"<html>"

    stream = render_all(endless(), size=64, workers=2, command=FAULTY)
    for _ in range(3):
        next(stream)
    time.sleep(0.5)
    assert taken <= WINDOW + 4
    stream.close()  # type: ignore[attr-defined]
    workers = {int(p) for p in pids(faults)}
    assert workers
    for pid in workers:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.parametrize(
    "wrong", [{"colour": "pink"}, {"views": ()}, {"views": ("back",)}, {"size": 4}]
)
def test_wrong_options(wrong: dict[str, object]) -> None:
    with pytest.raises(DataError):
        render_all([], **wrong)  # type: ignore[arg-type]


def test_no_input_no_output() -> None:
    assert list(render_all([], size=64, workers=2)) == []


@pytest.mark.slow
def test_memory_stays_flat(faults: Path) -> None:
    """A worker's memory after 1,500 pictures is that after 300, within 25 MB."""
    from datasets_builders.proteins.render.process import Job, Worker

    worker = Worker(Job("plddt", 64, ("front",), None, 60.0, 9999))
    seen = []
    for i in range(1500):
        worker.draw(*model(i, length=20 + i % 100), 60.0)
        seen.append(worker.memory_mb)
    worker.stop()
    assert seen[-1] - seen[300] < 25, seen[::100]
