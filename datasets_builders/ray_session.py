"""Ray for the length of a ``with``: the cluster that is there, or one on this machine."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from datasets_builders.errors import DataError

_ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def ray_session(cores: int | None) -> Iterator[Any]:
    """The module ``ray``, started.

    A cluster is joined by ``RAY_ADDRESS`` or by calling ``ray.init`` before. ``cores``
    limits a Ray that is started here; None takes this machine's.

    Raises:
        DataError: Ray is not installed.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
    except ImportError as error:
        raise DataError(f"{error}; install the extra: pip install 'geneverse[cluster]'") from error
    ours = not ray.is_initialized()
    if ours:
        # Workers must find the package where it is not installed.
        environment = {"env_vars": {"PYTHONPATH": str(_ROOT), "RAY_USAGE_STATS_ENABLED": "0"}}
        address = os.environ.get("RAY_ADDRESS")
        started = {} if address else {"num_cpus": cores, "include_dashboard": False}
        ray.init(log_to_driver=False, runtime_env=environment, **started)
    try:
        yield ray
    finally:
        if ours:
            ray.shutdown()
