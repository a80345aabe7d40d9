"""Records of structure files, and each reason for which a file is refused."""

import gzip
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("gemmi", reason="the extra 'proteins' is not installed")

from structure_world import cif, helix, pdb, sequence

from datasets_builders.proteins.read import read_protein, read_structure
from datasets_builders.proteins.records import REASONS, ProteinRecord, Refused

MODEL = "AF-P99999-F1-model_v6.pdb"


def record(file: str, content: bytes) -> ProteinRecord:
    found = read_structure(file, content)
    assert isinstance(found, ProteinRecord), found
    return found


def reason(file: str, content: bytes) -> str:
    found = read_structure(file, content)
    assert isinstance(found, Refused), found
    assert found.file == file
    return found.reason


def test_pdb_of_alphafold() -> None:
    one = record(MODEL, pdb(plddt=[95.0] * 20 + [75.0] * 10 + [55.0] * 6 + [30.0] * 4))
    assert (one.id, one.model_version, one.origin) == ("P99999-F1", "v6", "AlphaFold DB")
    assert (one.name, one.symbol, one.organism) == ("TEST PROTEIN", "TST", "Homo sapiens")
    assert one.sequence == sequence(40)
    assert one.plddt_share == (0.5, 0.25, 0.15, 0.1)
    assert one.mean_plddt == pytest.approx((95 * 20 + 75 * 10 + 55 * 6 + 30 * 4) / 40)
    assert one.licence == "CC-BY-4.0"


def test_pdb_and_cif_and_gz_say_the_same() -> None:
    packed = gzip.compress(cif(), mtime=0)
    a, b, c = record(MODEL, pdb()), record("x.cif", cif()), record("AF-P99999-F1.cif.gz", packed)
    assert a.sequence == b.sequence == c.sequence
    assert a.plddt_share == b.plddt_share == c.plddt_share
    assert a.id == b.id == c.id
    assert (b.name, b.symbol, b.uniprot_ids) == ("Test protein", "TST", ("P99999",))


def test_the_content_tells_the_form_not_the_name() -> None:
    assert record("AF-P99999-F1-model_v4.pdb", cif()).symbol == "TST"


def test_fragment_and_isoform_from_the_name() -> None:
    one = record("AF-P99999-9-F12-model_v4.cif", cif())
    assert (one.accession, one.fragment, one.model_version) == ("P99999-9", 12, "v4")


def test_an_experimental_structure_has_no_plddt() -> None:
    one = record("mine.pdb", pdb(alphafold=False, plddt=20.0))
    assert (one.id, one.origin, one.licence) == ("9XYZ", "PDB", "CC0-1.0")
    assert one.mean_plddt is None and one.plddt_share is None


def test_a_record_survives_json() -> None:
    one = record(MODEL, pdb())
    assert ProteinRecord.from_json(one.to_json()) == one


@pytest.mark.parametrize("make", [pdb, cif])
@pytest.mark.parametrize("share", [0.3, 0.5, 0.8, 0.95, 0.99])
def test_a_file_cut_off_anywhere(make, share: float) -> None:  # type: ignore[no-untyped-def]
    text = make(length=60)
    for at in (int(len(text) * share), text.rfind(b"\n", 0, int(len(text) * share)) + 1):
        assert reason("AF-P99999-F1.x", text[:at]) == "truncated"


def test_half_a_model_with_an_end_is_truncated() -> None:
    assert reason(MODEL, pdb(residues=25)) == "truncated"
    short = pdb().replace(b"ATOM", b"ATOX", 4).replace(b"ATOX", b"REMA")
    assert reason(MODEL, short) == "truncated"


def test_gzip_cut_off_or_damaged() -> None:
    packed = gzip.compress(pdb())
    assert reason("AF-P99999-F1.pdb.gz", packed[:-40]) == "truncated"
    damaged = packed[:60] + bytes(b ^ 255 for b in packed[60:90]) + packed[90:]
    assert reason("AF-P99999-F1.pdb.gz", damaged) in ("not a structure", "truncated")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "not a structure"),
        (b"<!DOCTYPE html><html>Not found</html>", "not a structure"),
        (b"symbol\tname\nTP53\tp53\n", "not a structure"),
        (b"HEADER    NOTHING\nEND\n", "no atoms"),
        (b"data_x\n#\n_entry.id x\n#\n", "no atoms"),
        (pdb(atoms=("CA",)), "C-alpha only"),
        (pdb(length=9), "fewer than 10 residues"),
        (pdb(plddt=0.0), "no B-factors"),
        (pdb(plddt=0.93), "pLDDT as 0 to 1"),
        (pdb().replace(b"  1.00 91.50", b"  1.00      ", 160), "no B-factors"),
    ],
)
def test_reasons(content: bytes, expected: str) -> None:
    assert expected in REASONS
    assert reason(MODEL, content) == expected


@pytest.mark.parametrize("bad", [b"********", b"     nan", b"     inf", b"        "])
def test_coordinates_that_crash_or_hang_pymol(bad: bytes) -> None:
    text = pdb()
    at = text.index(b"ATOM     50") + 30
    assert reason(MODEL, text[:at] + bad + text[at + 8 :]) == "bad coordinates"


def test_coordinates_that_overflow_their_columns() -> None:
    points = helix(40)
    assert reason(MODEL, pdb(xyz=points - 12345.0)) == "bad coordinates"
    points[20:] += 9500.0
    assert reason(MODEL, pdb(xyz=points)) == "bad coordinates"


@pytest.mark.parametrize("bad", ["nan", "?", "inf"])
def test_coordinates_of_cif(bad: str) -> None:
    lines = cif().decode().split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("ATOM 30 "))
    fields = lines[at].split(" ")
    fields[11] = bad
    lines[at] = " ".join(fields)
    assert reason("AF-P99999-F1.cif", "\n".join(lines).encode()) == "bad coordinates"


def test_only_the_first_model_counts() -> None:
    text = pdb().decode()
    head, body = text[: text.index("ATOM ")], text[text.index("ATOM ") : text.index("TER")]
    two = f"{head}MODEL        1\n{body}ENDMDL\nMODEL        2\n{body}ENDMDL\nEND\n"
    assert len(read_protein(MODEL, two.encode()).backbone.names) == 40


def test_nucleic_acid_alone_is_no_protein() -> None:
    lines = ["HEADER    DNA"]
    for i in range(12):
        for j, atom in enumerate(("P", "C4'")):
            place = f"{i * 6.0:8.3f}{2.0 * j:8.3f}{0:8.3f}  1.00 20.00          {atom[0]:>2}"
            lines.append(f"ATOM  {2 * i + j + 1:>5}  {atom:<3}  DA A{i + 1:>4}    {place}")
    assert reason("dna.pdb", "\n".join([*lines, "END"]).encode()) == "no protein"


@pytest.mark.parametrize("share", [0.4, 0.9])
def test_binary_cif(share: float) -> None:
    pdbx = pytest.importorskip("biotite.structure.io.pdbx", reason="biotite is not installed")
    import io

    text = pdbx.CIFFile.read(io.StringIO(cif().decode()))
    block = pdbx.BinaryCIFBlock()
    for name, category in text.block.items():
        columns = {}
        for key, column in category.items():
            mask = None if column.mask is None else pdbx.BinaryCIFData(column.mask.array)
            columns[key] = pdbx.BinaryCIFColumn(pdbx.BinaryCIFData(column.as_array()), mask)
        block[name] = pdbx.BinaryCIFCategory(columns)
    out = io.BytesIO()
    pdbx.BinaryCIFFile({"AF-P99999-F1": block}).write(out)
    one, other = record("AF-P99999-F1.bcif", out.getvalue()), record("AF-P99999-F1.cif", cif())
    assert (one.sequence, one.name, one.symbol, one.plddt_share) == (
        other.sequence,
        other.name,
        other.symbol,
        other.plddt_share,
    )
    cut = out.getvalue()[: int(len(out.getvalue()) * share)]
    assert reason("AF-P99999-F1.bcif", cut) == "truncated"


@pytest.mark.realdata
def test_the_thirteen_real_structures(realdata: Path) -> None:
    found = {
        p.name: record(p.name, p.read_bytes()) for p in sorted((realdata / "proteins").iterdir())
    }
    assert {r.id for r in found.values()} == {
        *("133L", "1LDS", "1UBI", "4CUP", "4M6J", "5H73", "6PP9", "P0DUB6-F1", "P29373-F1"),
        *("P51955-F1", "Q15772-F11", "Q15772-F3", "Q96HM7-F1"),
    }
    speg = found["AF-Q15772-F3-model_v4.cif.gz"]
    assert (speg.symbol, speg.fragment, speg.length) == ("SPEG", 3, 1400)
    # The file's own _ma_qa_metric_global says 69.32, over atoms and not over residues.
    assert speg.mean_plddt == pytest.approx(69.32, abs=0.5)
    assert found["1UBI.pdb"].sequence.startswith("MQIFVKTLTGKTITLEVEPSDTIENVKAKIQDKEG")
    braf = found["6PP9.pdb"]
    assert (braf.symbol, braf.chains, braf.uniprot_ids) == ("BRAF", 2, ("P15056", "Q02750"))
    assert braf.partners == ("DUAL SPECIFICITY MITOGEN-ACTIVATED PROTEIN KINASE KINASE 1",)


@pytest.mark.realdata
def test_real_files_cut_off_are_seen(realdata: Path) -> None:
    for path in sorted((realdata / "proteins").iterdir()):
        text = path.read_bytes()
        text = gzip.decompress(text) if path.suffix == ".gz" else text
        for share in np.linspace(0.1, 0.99, 5):
            for at in (int(len(text) * share), text.rfind(b"\n", 0, int(len(text) * share)) + 1):
                assert reason(path.name, text[:at]) == "truncated", (path.name, share)
