"""A process that draws what its standard input brings: ``python -m ...render.worker``.

It answers on the descriptor that was its standard output; what PyMOL and Mesa print goes to
standard error. The first frame in is ``{"size": 336, "colour": "plddt", "views": ["front"],
"renderer": null}``, the first one out ``{"ready": "opengl", "why_ray": ""}`` or ``{"failed":
"PyMOL does not start ..."}``. It ends when its input ends, so no worker outlives its pool.
"""

import os
import sys
from pathlib import Path
from typing import BinaryIO

from datasets_builders.errors import DataError
from datasets_builders.proteins.records import Refused
from datasets_builders.proteins.refusal import RefusedError
from datasets_builders.proteins.render.painter import Painter
from datasets_builders.proteins.render.wire import pack, receive, send

_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def resident_mb() -> int:
    """Memory of this process in MB; 0 where the system does not say."""
    statm = Path("/proc/self/statm")
    return int(statm.read_text().split()[1]) * _PAGE // 1_000_000 if statm.is_file() else 0


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Start PyMOL as the first frame says, then draw file after file."""
    first = receive(requests)
    if first is None:
        return
    how = first[0]
    try:
        painter = Painter(how["size"], how["renderer"], alone=True)
    except DataError as error:
        send(answers, {"failed": str(error)})
        return
    send(answers, {"ready": painter.renderer, "why_ray": painter.why_ray})
    while frame := receive(requests):
        head, content = frame
        file = head["file"]
        try:
            packed = pack(painter.pictures(file, content, how["colour"], how["views"]))
        except RefusedError as error:
            packed = pack(Refused(file, error.reason, error.detail))
        except DataError as error:
            send(answers, {"failed": str(error)})
            return
        send(answers, packed[0] | {"rss": resident_mb()}, packed[1])


def main() -> None:
    """Keep standard output for the answers alone, whatever a library prints."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
