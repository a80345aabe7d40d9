"""The process in which Axolotl runs: ``python -m recipes.launch EFFECTIVE.yaml cpu|gpu``.

It checks the effective configuration first; problems end it with exit code 3, written as JSON to
the file named by ``GENEVERSE_REFUSED``. The check stands here because Axolotl takes many seconds to
import and this process needs it anyway. Then it is ``axolotl train EFFECTIVE.yaml``, nothing else.
"""

import ctypes
import json
import os
import signal
import sys
from pathlib import Path

from recipes.check import CPU, H100, problems_of
from recipes.yaml_marks import read_marked

REFUSED = "GENEVERSE_REFUSED"
REFUSED_CODE = 3
_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Check, then become Axolotl."""
    effective, machine = Path(sys.argv[1]), sys.argv[2]
    _end_with_parent()
    values = read_marked(effective)[0]
    problems = problems_of(values, CPU if machine == "cpu" else H100)
    if machine == "gpu" and not problems and not _cuda():
        problems = [((), "no CUDA device is in reach; add --cpu to train without one")]
    if problems:
        report = [{"where": list(where), "what": what} for where, what in problems]
        Path(os.environ[REFUSED]).write_text(json.dumps(report), encoding="utf-8")
        raise SystemExit(REFUSED_CODE)
    from axolotl.cli.main import main as axolotl

    launcher = "python" if machine == "cpu" else "accelerate"
    sys.argv = ["axolotl", "train", str(effective), "--launcher", launcher]
    axolotl()


def _cuda() -> bool:
    import torch

    return bool(torch.cuda.is_available())


def _end_with_parent() -> None:
    """On Linux, ask to be ended when the command that started this process is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


if __name__ == "__main__":
    main()
