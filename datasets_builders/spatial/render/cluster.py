"""The same pictures on many machines: Ray Data, sections in and Parquet out.

In: sections, and a folder that all machines can write to. Out: one Parquet file for each
:data:`GENES_A_TASK` genes of a section, with the columns section, gene, style, images (list of
binary) and scaling (JSON). A file that is there is not drawn again, so a call that was stopped is
simply made again::

    render_sections([section], Path("pictures")) -> {"files": 10, "skipped": 4, "pictures": 192}

A section is prepared once and lies in Ray's object store once a machine, which all tasks there
read without a copy.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from datasets_builders.files import atomic_path
from datasets_builders.ray_session import ray_session
from datasets_builders.spatial.render.counted import cell_totals, check_genes, empty_genes
from datasets_builders.spatial.render.layout import Style
from datasets_builders.spatial.render.picture import (
    DEFAULT_SIZE,
    DEFAULT_STYLE,
    Prepared,
    prepare,
)
from datasets_builders.spatial.render.raster import PictureError
from datasets_builders.spatial.section import Section

GENES_A_TASK = 32


def render_sections(
    sections: Sequence[Section],
    out: Path,
    *,
    genes: Sequence[str] | None = None,
    size: int = DEFAULT_SIZE,
    style: Style = DEFAULT_STYLE,
    cores: int | None = None,
) -> dict[str, int]:
    """Draw ``genes`` (None: all with a count) of all sections; returns what was done.

    ``cores`` limits a Ray that is started here; None takes this machine's. A cluster is joined by
    ``RAY_ADDRESS`` or by calling ``ray.init`` before.

    Raises:
        PictureError: two sections of one name, Ray is not installed, or as ``pictures``.
    """
    names = [section.name for section in sections]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise PictureError(f"sections need names of their own, these occur twice: {twice}")
    asked = {section.name: _genes(section, genes) for section in sections}
    out.mkdir(parents=True, exist_ok=True)
    jobs: list[dict[str, Any]] = []
    for section in sections:
        for first in range(0, len(asked[section.name]), GENES_A_TASK):
            part = asked[section.name][first : first + GENES_A_TASK]
            file = out / _name(section, part, size, style)
            jobs.append({"section": section.name, "genes": part, "file": str(file)})
    todo = [job for job in jobs if not Path(job["file"]).exists()]
    drawn = 0
    if todo:
        needed = {job["section"] for job in todo}
        prepared = {
            s.name: prepare(s, size=size, style=style) for s in sections if s.name in needed
        }
        drawn = _run(todo, prepared, cores)
    return {"files": len(jobs), "skipped": len(jobs) - len(todo), "pictures": drawn}


def _genes(section: Section, genes: Sequence[str] | None) -> list[str]:
    if genes is not None:
        check_genes(section, genes)
        return list(genes)
    empty = set(empty_genes(section))
    return [gene for gene in section.genes if gene not in empty]


def _name(section: Section, genes: Sequence[str], size: int, style: Style) -> str:
    """``xenium_breast_small-ABCC11-3f0a91c2d4e5.parquet``: another list, look or count, another."""
    seen = hashlib.sha256(json.dumps([list(genes), size, style]).encode())
    for part in (section.coordinates, section.type_codes, cell_totals(section)):
        seen.update(part.tobytes())
    stem = "".join(c if c.isalnum() or c in "-_" else "_" for c in section.name)
    return f"{stem}-{genes[0]}-{seen.hexdigest()[:12]}.parquet"


def _run(todo: list[dict[str, Any]], prepared: Mapping[str, Prepared], cores: int | None) -> int:
    with ray_session(cores) as ray:
        shared = {name: ray.put(one) for name, one in prepared.items()}
        data = ray.data.from_items(todo, override_num_blocks=len(todo))
        done = data.map(draw_part, fn_kwargs={"shared": shared}, num_cpus=1).take_all()
        return sum(int(row["pictures"]) for row in done)


def draw_part(job: dict[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    """One task: the pictures of some genes of one section, to one Parquet file, whole or not."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    import ray

    prepared: Prepared = ray.get(shared[job["section"]])
    made = [prepared.draw(gene) for gene in job["genes"]]
    table = pa.table(
        {
            "section": [one.section for one in made],
            "gene": [one.gene for one in made],
            "style": [one.style for one in made],
            "images": pa.array([list(one.images) for one in made], pa.list_(pa.binary())),
            "scaling": [json.dumps(one.scaling.to_json(), sort_keys=True) for one in made],
        }
    )
    with atomic_path(Path(job["file"])) as path:
        pq.write_table(table, path, compression="none")  # pictures are compressed already
    return {"file": job["file"], "pictures": len(made)}
