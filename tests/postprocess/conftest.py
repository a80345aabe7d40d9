"""The registries that the tests of this room look up in; see ``registry_world``."""

from collections.abc import Callable
from pathlib import Path

import pytest
from registry_world import rows, write_registry

from postprocess.registry import GeneRegistry


@pytest.fixture(scope="session")
def registry_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_registry(tmp_path_factory.mktemp("registry") / "genes.parquet", rows())


@pytest.fixture(scope="session")
def registry(registry_path: Path) -> GeneRegistry:
    return GeneRegistry.from_parquet(registry_path)


@pytest.fixture
def make_registry(tmp_path: Path) -> Callable[..., Path]:
    """Write a registry of given rows, or a broken one."""
    return lambda content=None, **how: write_registry(
        tmp_path / "genes.parquet", rows() if content is None else content, **how
    )
