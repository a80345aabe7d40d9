"""The bytes of a structure file to gemmi's structure; what is no whole structure file is refused.

The form is read from the content, not from the name: downloads are often unpacked, or an error page
is stored, under the old name. One value: the bytes of ``AF-P29373-F1-model_v4.cif.gz`` give
``Decoded(structure=<gemmi.Structure AF-P29373-F1 ...>, block=<gemmi.cif.Block>, pdb_header="")``.

gemmi and PyMOL read what is left of a file that was cut off without a word, so its end is looked at
here: a PDB file closes with ``END``, an mmCIF file of wwPDB or AlphaFold DB with ``#``.
"""

import gzip
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datasets_builders.proteins.refusal import RefusedError

if TYPE_CHECKING:
    import gemmi

_GZIP_MAGIC = b"\x1f\x8b"
_PDB_RECORD = re.compile(
    rb"(HEADER|TITLE|COMPND|SOURCE|REMARK|CRYST1|MODEL |SEQRES|DBREF|ATOM  |HETATM|AUTHOR|EXPDTA"
    rb"|OBSLTE|SPLIT|CAVEAT|KEYWDS|HELIX|END)"
)
_ATOM = re.compile(rb"^(?:ATOM  |HETATM)", re.MULTILINE)
# Three coordinates of 8 columns with 3 decimals each, in columns 31 to 54 (PDB format 3.3).
_GOOD_ATOM = re.compile(rb"^(?:ATOM  |HETATM)[^\r\n]{24}(?:[ \d-]{4}\.\d{3}){3}", re.MULTILINE)
_NUMBER = re.compile(rb"\s*-?\d+\.\d{1,3}\s*")
_CIF_LINE = re.compile(r":(\d+)[:(]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """``block`` is None for a PDB file; ``pdb_header`` is its text before the first atom."""

    structure: "gemmi.Structure"
    block: "gemmi.cif.Block | None"
    pdb_header: str


def decode(content: bytes) -> Decoded:
    """Unpack, tell the form, look for the end, read.

    Raises:
        RefusedError: "not a structure", "truncated", "no atoms", "bad coordinates".
    """
    text = _unpack(content)
    head = text[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head:
        raise RefusedError("not a structure", "the file is empty")
    if 0x80 <= head[0] <= 0x8F or head[0] in (0xDE, 0xDF):  # a MessagePack map
        return _read_bcif(text)
    if head.startswith(b"data_") or (head.startswith(b"#") and b"\ndata_" in text[:65536]):
        return _read_cif(text)
    if _PDB_RECORD.match(head):
        return _read_pdb(text)
    raise RefusedError("not a structure", f"it begins {bytes(head[:40])!r}")


def _unpack(content: bytes) -> bytes:
    if not content.startswith(_GZIP_MAGIC):
        return content
    try:
        return gzip.decompress(content)
    except EOFError as error:
        raise RefusedError("truncated", "the gzip file is cut off") from error
    except (zlib.error, gzip.BadGzipFile) as error:
        raise RefusedError("not a structure", f"the gzip file is damaged ({error})") from error


def _read_pdb(text: bytes) -> Decoded:
    import gemmi

    first = _ATOM.search(text)
    last = text.rstrip().rsplit(b"\n", 1)[-1].strip()
    if first is None:
        if last == b"END":
            raise RefusedError("no atoms", "a PDB file without ATOM and HETATM records")
        raise RefusedError("truncated", f"no atom and no END record; it ends {bytes(last[:30])!r}")
    if last != b"END":
        raise RefusedError(
            "truncated",
            f"no END record, the file ends {bytes(last[:30])!r}; add END if it is whole",
        )
    _check_columns(text)
    try:
        structure = gemmi.read_pdb_string(text)
    except (RuntimeError, ValueError) as error:
        raise RefusedError("not a structure", str(error)) from error
    return Decoded(structure, None, text[: first.start()].decode("latin-1"))


def _check_columns(text: bytes) -> None:
    """Every atom's coordinates are numbers within their columns; gemmi reads ``********`` as 0."""
    if len(_ATOM.findall(text)) == len(_GOOD_ATOM.findall(text)):
        return
    for line in text.splitlines():
        if line.startswith((b"ATOM  ", b"HETATM")):
            fields = [line[i : i + 8] for i in (30, 38, 46)]
            if not all(_NUMBER.fullmatch(f) for f in fields):
                raise RefusedError("bad coordinates", f"{line[12:54].decode('latin-1')!r}")


def _read_cif(text: bytes) -> Decoded:
    import gemmi

    _check_cif_end(text)
    try:
        document = gemmi.cif.read_string(text)
    except (RuntimeError, ValueError) as error:
        message = str(error).splitlines()[0]
        line = _CIF_LINE.search(message)
        at_end = line is not None and int(line.group(1)) >= text.rstrip().count(b"\n")
        reason = "truncated" if at_end else "not a structure"
        raise RefusedError(reason, message) from error
    for block in document:
        if block.find_loop("_atom_site.Cartn_x") or block.find_value("_atom_site.Cartn_x"):
            return _of_block(block)
    raise RefusedError("no atoms", "an mmCIF file without _atom_site")


def _check_cif_end(text: bytes) -> None:
    """wwPDB, AlphaFold DB and PyMOL put ``#`` behind every category, also behind the last one."""
    parts = text.rstrip().rsplit(b"\n", 1)
    closes = len(re.findall(rb"^#[ \t\r]*$", text[:65536], re.MULTILINE))
    if closes >= 3 and not parts[-1].startswith(b"#"):
        end = bytes(parts[-1][:40])
        raise RefusedError("truncated", f"no '#' behind the last category; the file ends {end!r}")


def _of_block(block: "gemmi.cif.Block") -> Decoded:
    import gemmi

    try:
        return Decoded(gemmi.make_structure_from_block(block), block, "")
    except (RuntimeError, ValueError) as error:
        raise RefusedError("not a structure", str(error).splitlines()[0]) from error


def _read_bcif(content: bytes) -> Decoded:
    """BinaryCIF: biotite unpacks the columns (gemmi 0.7 has no BinaryCIF), gemmi reads them."""
    from datasets_builders.proteins.bcif import block_of

    return _of_block(block_of(content))
