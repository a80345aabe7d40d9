"""Folders, tars and single files as one stream; what is cut off is no end."""

import gzip
import io
import tarfile
from pathlib import Path

import pytest

from datasets_builders.errors import SourceError
from datasets_builders.proteins.structures import structure_files


def tar_of(path: Path, names: list[str], mode: str = "w") -> Path:
    with tarfile.open(path, mode) as tar:  # type: ignore[call-overload]
        for name in names:
            content = f"content of {name}".encode() * 400
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return path


def test_a_folder_is_searched_deeply_and_sorted(tmp_path: Path) -> None:
    for name in ("b/2.cif.gz", "a/1.pdb", "c.ent", "notes.txt", ".hidden.pdb"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    assert list(structure_files(tmp_path)) == [
        ("1.pdb", b"a/1.pdb"),
        ("2.cif.gz", b"b/2.cif.gz"),
        ("c.ent", b"c.ent"),
    ]


def test_one_structure_in_two_forms_is_taken_once(tmp_path: Path) -> None:
    names = ["AF-A-F1.cif.gz", "AF-A-F1.pdb.gz", "AF-B-F1.pdb.gz", "AF-B-F1.cif.gz", "AF-C-F1.pdb"]
    found = [n for n, _ in structure_files(tar_of(tmp_path / "p.tar", names))]
    assert found == ["AF-A-F1.cif.gz", "AF-B-F1.cif.gz", "AF-C-F1.pdb"]
    folder = tmp_path / "models"
    folder.mkdir()
    for name in names:
        (folder / name).write_bytes(b"x")
    assert [n for n, _ in structure_files(folder)] == found


@pytest.mark.parametrize(("name", "mode"), [("p.tar", "w"), ("p.tar.gz", "w:gz")])
def test_a_tar_is_a_stream(tmp_path: Path, name: str, mode: str) -> None:
    tar = tar_of(tmp_path / name, ["d/1.pdb", "d/readme.md", "d/2.cif"], mode)
    stream = structure_files(tar)
    assert next(stream)[0] == "1.pdb"
    assert [n for n, _ in stream] == ["2.cif"]
    assert {p.name for p in tmp_path.iterdir()} == {name}


@pytest.mark.parametrize(("name", "mode"), [("p.tar", "w"), ("p.tar.gz", "w:gz")])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.85])
def test_a_tar_cut_off_is_an_error(tmp_path: Path, name: str, mode: str, share: float) -> None:
    tar = tar_of(tmp_path / name, [f"{i}.pdb" for i in range(20)], mode)
    content = tar.read_bytes()
    tar.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(SourceError, match=r"cut off|damaged"):
        list(structure_files(tar))


def test_a_tar_cut_off_between_two_files(tmp_path: Path) -> None:
    tar = tar_of(tmp_path / "p.tar", ["1.pdb", "2.pdb"])
    tar.write_bytes(tar.read_bytes()[: 512 * (1 + 11)])
    with pytest.raises(SourceError, match="no end mark"):
        list(structure_files(tar))


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        list(structure_files(tmp_path / "missing"))
    with pytest.raises(SourceError, match="no structure file"):
        list(structure_files(tmp_path))


def test_a_single_file_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "model.txt"
    path.write_bytes(gzip.compress(b"HEADER"))
    assert list(structure_files(path)) == [("model.txt", path.read_bytes())]
