"""The tests of the proteins find their small world beside them."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> "object":
    """A renderer that needs no graphics."""
    from protein_rows_world import install

    return install(monkeypatch)
