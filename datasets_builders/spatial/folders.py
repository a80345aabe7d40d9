"""Output folders of 10x Xenium and Visium, read by spatialdata-io.

In: a folder. Out: an AnnData with ``obsm["spatial"]``, and what one unit of it is in micrometres.
Also here: size and SHA-256 of a file or of all files of a folder.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from datasets_builders.errors import SourceError
from datasets_builders.files import sha256_of

# Space Ranger: "spot_diameter_fullres" is the diameter in pixels of a theoretical spot of 65
# micrometres in the full-resolution image.
_VISIUM_SPOT = 65.0
_XENIUM = ("experiment.xenium", "cell_feature_matrix.h5")


def is_xenium(folder: Path) -> bool:
    """Whether the folder is what a Xenium instrument writes."""
    return (folder / _XENIUM[0]).is_file()


def is_visium(folder: Path) -> bool:
    """Whether the folder is what Space Ranger writes."""
    return (folder / "spatial").is_dir() and bool(list(folder.glob("*feature_bc_matrix.h5")))


def read_xenium(folder: Path) -> Any:
    """The table of a Xenium folder: cells in micrometres, genes only, no image.

    Raises:
        SourceError: a file of the folder is missing or cannot be read.
    """
    import spatialdata_io

    if absent := [name for name in _XENIUM if not (folder / name).is_file()]:
        raise SourceError(f"{folder} has no {', '.join(absent)}; give the whole output folder")
    off = dict.fromkeys(
        (
            "cells_boundaries", "nucleus_boundaries", "cells_as_circles", "cells_labels",
            "nucleus_labels", "transcripts", "morphology_mip", "morphology_focus", "aligned_images",
        ),
        False,
    )  # fmt: skip
    try:
        data = spatialdata_io.xenium(folder, cells_table=True, **off)
    except (OSError, KeyError, ValueError, AssertionError) as error:
        raise SourceError(f"{folder}: spatialdata-io cannot read it ({error})") from error
    table = data.tables["table"]
    if "cell_id" in table.obs:
        table.obs.index = table.obs["cell_id"].astype(str)
    return table


def read_visium(folder: Path) -> tuple[Any, float]:
    """The spots of a Visium folder in pixels of the full image, and micrometres a pixel.

    Symbols that occur twice in the matrix are told apart by a suffix (spatialdata-io does it).

    Raises:
        SourceError: a file of the folder is missing or cannot be read.
    """
    import spatialdata_io

    matrix = sorted(folder.glob("*feature_bc_matrix.h5"), key=lambda p: "raw" in p.name)[0]
    factors = folder / "spatial" / "scalefactors_json.json"
    if not factors.is_file():
        raise SourceError(f"{folder} has no spatial/{factors.name}, which gives the scale")
    try:
        data = spatialdata_io.visium(folder, counts_file=matrix.name, dataset_id=folder.name)
        pixels = float(json.loads(factors.read_text(encoding="utf-8"))["spot_diameter_fullres"])
    except (OSError, KeyError, ValueError, AssertionError) as error:
        raise SourceError(f"{folder}: spatialdata-io cannot read it ({error})") from error
    return data.tables["table"], _VISIUM_SPOT / pixels


def digest(path: Path) -> tuple[int, str]:
    """Bytes and SHA-256 of a file; of a folder, that over its sorted names and hashes."""
    if path.is_file():
        return path.stat().st_size, sha256_of(path)
    files = sorted(p for p in path.rglob("*") if p.is_file())
    lines = [f"{p.relative_to(path).as_posix()} {sha256_of(p)}" for p in files]
    whole = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return sum(p.stat().st_size for p in files), whole
