"""The same rendering on many machines: Ray Data, shards in and Parquet out.

In: tars, or folders, of structures that all machines can see, and a folder that all can write to.
Out: one Parquet file a shard (``shards.py``). A shard that is finished is skipped, so the call that
was stopped is simply made again::

    render_shards(sorted(Path("/data/afdb").glob("*.tar")), Path("/data/pictures"))
    -> {"shards": 1000, "skipped": 640, "pictures": 71210, "refused": {"fewer than 10 residues": 3}}

Ray decides which machine draws which shard; without a cluster it is started on this machine. An id
that occurs in two shards is not noticed here: the builder that reads the Parquet files sees it.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from datasets_builders.errors import DataError
from datasets_builders.proteins.render.shards import Look, is_done, render_shard
from datasets_builders.ray_session import ray_session


def render_shards(
    shards: Sequence[Path],
    out: Path,
    *,
    look: Look | None = None,
    cores: int | None = None,
    workers_a_shard: int = 1,
) -> dict[str, Any]:
    """Draw all shards that are not finished; one task a shard.

    ``cores`` limits a Ray that is started here; None takes this machine's. A cluster is joined by
    ``RAY_ADDRESS`` or by calling ``ray.init`` before.

    Raises:
        DataError: two shards of one name, Ray is not installed, or shards failed (the others are
            written, and their Parquet files stay).
    """
    look = look or Look()
    names = Counter(shard.name for shard in shards)
    if twice := [name for name, count in names.items() if count > 1]:
        raise DataError(f"shards need names of their own, these occur twice: {', '.join(twice)}")
    out.mkdir(parents=True, exist_ok=True)
    todo = [shard for shard in shards if not is_done(shard, out, look)]
    report: dict[str, Any] = {"shards": len(shards), "skipped": len(shards) - len(todo)}
    rows = _run(todo, out, look, cores, workers_a_shard) if todo else []
    failed = [f"{row['shard']}: {row['error']}" for row in rows if row["error"]]
    if failed:
        raise DataError(
            f"{len(failed)} of {len(todo)} shards failed, the others are written; start again to "
            f"draw these: {'; '.join(failed[:5])}"
        )
    reasons: Counter[str] = Counter()
    for row in rows:
        reasons.update(dict(zip(row["reasons"], map(int, row["counts"]), strict=True)))
    reasons.pop("", None)  # stands where a shard refused nothing, since columns need a type
    report["pictures"] = sum(int(row["pictures"]) for row in rows)
    report["refused"] = dict(sorted(reasons.items()))
    return report


def _run(
    todo: Sequence[Path], out: Path, look: Look, cores: int | None, workers: int
) -> list[dict[str, Any]]:
    with ray_session(cores) as ray:
        items = [{"shard": str(s), "out": str(out)} for s in todo]
        data = ray.data.from_items(items, override_num_blocks=len(items))
        settings = {"look": look, "workers": workers}
        drawn = data.map(_one, fn_kwargs=settings, num_cpus=workers)
        found: list[dict[str, Any]] = drawn.take_all()
        return found


def _one(row: dict[str, Any], look: Look, workers: int) -> dict[str, Any]:
    """One task; an error is a value, so that a bad shard does not stop the others."""
    result = {"shard": row["shard"], "pictures": 0, "reasons": [""], "counts": [0], "error": ""}
    try:
        done = render_shard(Path(row["shard"]), Path(row["out"]), look, workers=workers)
    except (DataError, OSError) as error:
        return result | {"error": str(error)}
    refused = done["refused"] or {"": 0}
    return result | {
        "pictures": done["pictures"],
        "reasons": list(refused),
        "counts": list(refused.values()),
    }
