"""An output is either whole or not there, whatever interrupts the writing."""

import errno
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from datasets_builders.files import (
    atomic_folder,
    atomic_path,
    replace_folder,
    sha256_of,
    write_json,
    write_text,
)

FAILURES = [
    pytest.param(OSError(errno.ENOSPC, "No space left on device"), id="full disk"),
    pytest.param(KeyboardInterrupt(), id="Ctrl-C"),
]


def fail(error: BaseException) -> Callable[..., None]:
    def raise_it(*_: object, **__: object) -> None:
        raise error

    return raise_it


@pytest.mark.parametrize("error", FAILURES)
def test_a_failure_while_writing_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, error: BaseException
) -> None:
    target = tmp_path / "a.json"
    target.write_text("old")
    with pytest.raises(type(error)), atomic_path(target) as tmp:
        tmp.write_text("half of the n")
        raise error
    assert target.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


def test_a_full_disk_in_write_json_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "write_text", fail(OSError(errno.ENOSPC, "No space left on device")))
    with pytest.raises(OSError, match="No space left"):
        write_json(tmp_path / "out" / "a.json", {"a": 1})
    assert list((tmp_path / "out").iterdir()) == []


def test_the_new_file_appears_only_when_the_block_has_ended(tmp_path: Path) -> None:
    target = tmp_path / "new" / "a.txt"
    with atomic_path(target) as tmp:
        tmp.write_text("new")
        assert tmp.parent == target.parent
        assert not target.exists()
    assert target.read_text() == "new"


def test_json_is_the_same_for_the_same_content(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", {"b": 1, "a": "β"})
    write_json(tmp_path / "b.json", {"a": "β", "b": 1})
    data = (tmp_path / "a.json").read_bytes()
    assert data == (tmp_path / "b.json").read_bytes()
    assert data == '{\n  "a": "β",\n  "b": 1\n}\n'.encode()
    assert json.loads(data) == {"a": "β", "b": 1}


@pytest.mark.parametrize("error", FAILURES)
def test_a_folder_is_replaced_whole_or_not_at_all(tmp_path: Path, error: BaseException) -> None:
    final = tmp_path / "repo"
    with atomic_folder(final) as folder:
        write_text(folder / "kept.txt", "old")
    with pytest.raises(type(error)), atomic_folder(final) as folder:
        write_text(folder / "kept.txt", "new")
        raise error
    assert (final / "kept.txt").read_text() == "old"
    with atomic_folder(final) as folder:
        write_text(folder / "other.txt", "new")
    assert [p.name for p in final.iterdir()] == ["other.txt"]
    assert [p.name for p in tmp_path.iterdir()] == ["repo"]


def test_a_failed_move_puts_the_old_folder_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    final, tmp = tmp_path / "repo", tmp_path / "tmp"
    final.mkdir()
    (final / "old.txt").write_text("old")
    tmp.mkdir()
    rename = Path.rename

    def rename_or_fail(self: Path, target: Path) -> Path:
        if self == tmp:
            raise OSError(errno.ENOSPC, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", rename_or_fail)
    with pytest.raises(OSError, match="No space left"):
        replace_folder(tmp, final)
    assert (final / "old.txt").read_text() == "old"


def test_sha256_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "abc"
    path.write_bytes(b"abc")  # the test vector of FIPS 180-2
    assert sha256_of(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
