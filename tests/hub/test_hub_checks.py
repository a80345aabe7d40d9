"""What may not be published is refused, by name, and never shown."""

import io
import json
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from safetensors.numpy import save_file

from hub.checks import RefusedError, check_files
from hub.content import ALLOWED
from hub.errors import HubError
from hub.manifest import files_of, make_manifest
from hub.pickles import hidden_pickle, is_pickle
from hub.versions import check_version

TOKEN = "hf_" + "AbCdEfGhIj" * 3
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


class Bad:
    """An object whose pickle names something to call."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return print, ("run",)


def check(folder: Path) -> None:
    check_files(files_of(folder), folder)


def torch_file() -> bytes:
    """What PyTorch's save makes: a zip that holds a pickle."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps(Bad()))
    return buffer.getvalue()


def test_all_forms_that_are_meant_pass(tmp_path: Path) -> None:
    texts = {
        "README.md": "# Gene\nEndpoint sk-short, risk-assessment-of-familial-hypercholesterolaemia",
        "notes.txt": "Prüfung N.",
        "chat_template.jinja": "{{ messages }}",
        "recipe.yaml": "base_model: x",
        "a.json": "{}",
        "rows.jsonl": '{"a": 1}\n{"a": 2}\n',
        "LICENSE": "MIT",
        ".gitattributes": "*.x filter=lfs",
        "adapter_config.json": json.dumps(
            {"base_model_name_or_path": "owner/base", "revision": "0a" * 20}
        ),
        "audit.json": json.dumps({"passed": True}),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "picture.png").write_bytes(PNG)
    save_file({"w": np.zeros(3, dtype=np.float32)}, tmp_path / "adapter_model.safetensors")
    pq.write_table(pa.table({"a": [["x"], None], "b": [1, 2]}), tmp_path / "rows.parquet")
    check(tmp_path)


@pytest.mark.parametrize("protocol", range(6))
@pytest.mark.parametrize("name", ["w.bin", "notes.txt", "a.json", "w.safetensors", "rows.parquet"])
def test_a_pickle_is_refused_under_any_name(tmp_path: Path, name: str, protocol: int) -> None:
    (tmp_path / name).write_bytes(pickle.dumps(Bad(), protocol=protocol))
    with pytest.raises(RefusedError, match=f"{name}: it is a pickle"):
        check(tmp_path)


def test_pytorchs_zip_is_taken_for_a_pickle_and_plain_text_is_not(tmp_path: Path) -> None:
    (tmp_path / "w.pt").write_bytes(torch_file())
    assert "zip that holds a pickle" in str(hidden_pickle(tmp_path / "w.pt"))
    assert is_pickle(pickle.dumps([Bad() for _ in range(30_000)], protocol=0)[:65536])
    texts = (b"", b".", b"N.", b"# Gene GLI1\n.", b"c.", b"{}", b"best.", b"Robust.", b"bob.")
    assert not any(is_pickle(text) for text in texts)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("run.py", b"print(1)", "are released"),
        ("run.exe", b"MZ", "are released"),
        ("w.safetensors", b"\xff" * 64, "safetensors"),
        ("rows.parquet", b"PAR1 and no more", "Parquet"),
        ("picture.png", b"<svg onload=...>", "no .png picture"),
        ("a.json", b"{", "read as json"),
        ("rows.jsonl", b'{"a": 1}\n{', "read as jsonl"),
        ("r.yaml", b"a: [", "read as yaml"),
        ("notes.txt", b"\xff\xfe", "read as txt"),
        ("audit.json", b'{"passed": false}', "leak audit"),
        ("adapter_config.json", b'{"base_model_name_or_path": "/home/me/base"}', "Hub id"),
        ("adapter_config.json", b"{}", "Hub id"),
    ],
)
def test_what_is_not_what_its_name_says_is_refused(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RefusedError, match=message):
        check(tmp_path)


@pytest.mark.parametrize(
    "secret",
    [
        TOKEN,
        "sk-" + "a1B2" * 8,
        "sk-proj-" + "a1B2" * 8,
        "ghp_" + "a1" * 18,
        "AKIA" + "ABCDEFGH12345678",
        "-----BEGIN OPENSSH " + "PRIVATE KEY-----",
    ],
)
def test_a_secret_is_refused_with_its_line_and_not_shown(tmp_path: Path, secret: str) -> None:
    (tmp_path / "README.md").write_text(f"# Gene\n\nkey: {secret}\n")
    with pytest.raises(RefusedError, match=r"README.md: line 3") as refused:
        check(tmp_path)
    assert secret not in str(refused.value)


@pytest.mark.parametrize("nested", [False, True])
def test_a_secret_within_parquet_is_refused_with_its_column(tmp_path: Path, nested: bool) -> None:
    text = f"my token {TOKEN}"
    value = [{"role": "user", "content": text}] if nested else text
    pq.write_table(pa.table({"id": ["a"], "messages": [value]}), tmp_path / "rows.parquet")
    with pytest.raises(RefusedError, match="column 'messages'") as refused:
        check(tmp_path)
    assert TOKEN not in str(refused.value)


def test_a_local_path_is_refused(tmp_path: Path) -> None:
    (tmp_path / "geneverse.json").write_text(json.dumps({"base": f"{tmp_path}/base"}))
    with pytest.raises(RefusedError, match="local path"):
        check(tmp_path)


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "run.py").write_text("x")
    (tmp_path / "a.json").write_text("{")
    with pytest.raises(RefusedError, match=r"(?s)a\.json.*run\.py"):
        check(tmp_path)


def test_links_out_of_the_folder_and_empty_folders_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "release"
    folder.mkdir()
    with pytest.raises(HubError, match="empty"):
        files_of(folder)
    (folder / "key.txt").symlink_to("/etc/hostname")
    with pytest.raises(HubError, match="no plain file within"):
        files_of(folder)
    with pytest.raises(HubError, match="not a folder"):
        files_of(tmp_path / "none")


def test_the_manifests_digest_follows_content_and_paths_only(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text("a")
    one, two = (make_manifest(files_of(tmp_path / name)) for name in ("one", "two"))
    assert one == two
    assert one.files[0].git_sha1 == "2e65efe2a145dda7ee51d1741299f848e5bf752e"  # of "a" in git
    (tmp_path / "two" / "a.txt").rename(tmp_path / "two" / "b.txt")
    assert make_manifest(files_of(tmp_path / "two")).digest != one.digest


@pytest.mark.parametrize(
    ("version", "tags", "fits"),
    [
        ("v0.1.0", [], True),
        ("v0.1.0", ["main-backup"], True),
        ("v0.10.0", ["v0.9.0"], True),
        ("v0.9.0", ["v0.10.0"], False),
        ("v1.0.0", ["v1.0.0-rc.2"], True),
        ("v1.0.0-rc.3", ["v1.0.0"], False),
        ("v1.0.0", ["v2.0.0", "v1.0.0"], True),
        ("1.0.0", [], False),
        ("v1.0", [], False),
        ("v01.0.0", [], False),
        ("latest", [], False),
    ],
)
def test_versions_only_rise(version: str, tags: list[str], fits: bool) -> None:
    """A version that exists passes here: its content decides later."""
    if fits:
        check_version(version, tags, "model x")
    else:
        with pytest.raises(HubError, match=version):
            check_version(version, tags, "model x")


def test_allowed_forms_are_those_that_run_nothing() -> None:
    assert not {".py", ".bin", ".pt", ".pkl", ".npz", ".svg", ".html"} & set(ALLOWED)
