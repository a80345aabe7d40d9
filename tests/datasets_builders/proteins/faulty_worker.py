"""The real worker with faults by file name: it crashes, hangs, grows, or says that it cannot."""

import os
import signal
import time
from pathlib import Path

from datasets_builders.errors import DataError
from datasets_builders.proteins.render import worker
from datasets_builders.proteins.render.painter import Painter

_draw = Painter.pictures
_hoard: list[bytes] = []


def pictures(self, file, content, colour, views):  # type: ignore[no-untyped-def]
    if "crash-once" in file:
        mark = Path(os.environ["FAULT_FOLDER"]) / file
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGSEGV)
    elif "crash" in file:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "exit" in file:
        os.write(2, b"the last words\n")
        os._exit(3)
    if "hang" in file:
        time.sleep(600)
    if "grow" in file:
        _hoard.append(bytes(range(256)) * 2_000_000)
    if "cannot" in file:
        raise DataError("no library here")
    os.write(1, b"PyMOL talks on standard output\n")
    with (Path(os.environ["FAULT_FOLDER"]) / "pids").open("a") as log:
        log.write(f"{os.getpid()}\n")
    return _draw(self, file, content, colour, views)


Painter.pictures = pictures  # type: ignore[method-assign]
worker.main()
