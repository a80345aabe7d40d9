"""Fixtures of this room's tests."""

from pathlib import Path

import pytest
from eval_world import World, make_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A data set folder of five grounded rows and the registry of their four genes."""
    return make_world(tmp_path)
