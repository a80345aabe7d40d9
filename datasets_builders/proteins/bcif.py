"""BinaryCIF to a gemmi block: biotite unpacks the columns, gemmi does the rest.

In: the bytes of ``AF-P04637-F1-model_v6.bcif``. Out: a ``gemmi.cif.Block`` with the categories
that the readers use (atoms, entities, references, names), as if it had been read from mmCIF.
"""

import io
from importlib import import_module
from typing import TYPE_CHECKING, Any

from datasets_builders.errors import DataError
from datasets_builders.proteins.refusal import RefusedError

if TYPE_CHECKING:
    import gemmi

# The rest (geometry, per-residue scores, citations) is not unpacked.
_CATEGORIES = (
    "entry",
    "atom_site",
    "entity",
    "entity_poly",
    "entity_poly_seq",
    "struct_asym",
    "struct_ref",
    "struct_ref_seq",
    "entity_src_gen",
    "entity_src_nat",
    "pdbx_entity_src_syn",
    "ma_target_ref_db_details",
    "database_2",
    "struct",
)


def block_of(content: bytes) -> "gemmi.cif.Block":
    """The first block of a BinaryCIF file.

    Raises:
        RefusedError: "truncated" or "not a structure".
        DataError: biotite is not installed.
    """
    import gemmi

    try:
        # By name: the package is optional, and neither it nor msgpack has types.
        biotite, msgpack = map(import_module, ("biotite.structure.io.pdbx", "msgpack"))
    except ImportError as error:
        raise DataError(
            "BinaryCIF needs the package biotite: pip install biotite, or give .cif or .pdb files"
        ) from error
    try:
        file = biotite.BinaryCIFFile.read(io.BytesIO(content))
        name, source = next(iter(file.items()))
        block = gemmi.cif.Block(str(name))
        for category in _CATEGORIES:
            if category in source:
                block.set_mmcif_category(f"_{category}.", _columns(source[category]))
    except (msgpack.exceptions.UnpackException, ValueError) as error:
        text = str(error)
        cut = "incomplete" in text.lower() or isinstance(error, msgpack.exceptions.OutOfData)
        raise RefusedError(
            "truncated" if cut else "not a structure", f"BinaryCIF: {text or 'cut off'}"
        ) from error
    except (KeyError, StopIteration, TypeError, AttributeError) as error:
        raise RefusedError("not a structure", f"no BinaryCIF ({error!r})") from error
    return block


def _columns(category: Any) -> dict[str, list[Any]]:
    """Column name to values; ``None`` for ``?`` and ``False`` for ``.`` as gemmi has them."""
    columns: dict[str, list[Any]] = {}
    for name, column in category.items():
        values: list[Any] = [str(v) for v in column.data.array.tolist()]
        if column.mask is not None:
            kinds = column.mask.array.tolist()
            values = [
                v if kind == 0 else (False if kind == 1 else None)
                for v, kind in zip(values, kinds, strict=True)
            ]
        columns[name] = values
    return columns
