"""The sample's registry, built once."""

from pathlib import Path

import pytest

from datasets_builders.genes.build import build
from datasets_builders.genes.sample import load_sample


@pytest.fixture(scope="session")
def registry_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    build(*load_sample(), folder)
    return folder / "gene-registry"
