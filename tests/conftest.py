"""Every test runs offline and alone: its own cache, no token, telemetry off."""

import os
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def isolated_environment(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Point every cache of the Hugging Face clients at an empty folder and drop all tokens."""
    home = tmp_path_factory.mktemp("home")
    for name in (
        "HF_TOKEN",
        "HUGGING_FACE_HUB_TOKEN",
        "OPENAI_API_KEY",
        "NCBI_API_KEY",
        "HF_ENDPOINT",
    ):
        monkeypatch.delenv(name, raising=False)
    for name, folder in {
        "HF_HOME": "hf",
        "HF_HUB_CACHE": "hf/hub",
        "HF_DATASETS_CACHE": "hf/datasets",
    }.items():
        monkeypatch.setenv(name, str(home / folder))
    for name, value in {
        "AXOLOTL_DO_NOT_TRACK": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="session")
def realdata() -> Path:
    """The folder of real source files; tests that ask for it skip where it is missing."""
    folder = Path(os.environ.get("GENEVERSE_REALDATA", REPO.parent / "shared" / "data"))
    if not (folder / "genes" / "hgnc_complete_set.txt.gz").is_file():
        pytest.skip(
            f"real source files are missing at {folder}; set GENEVERSE_REALDATA to their folder"
        )
    return folder
