"""The demo's stages: reused when nothing changed, run again when something did."""

from pathlib import Path

import pytest

from demo.stages import Story, digest_of


def test_a_stage_is_reused_until_its_key_or_its_output_changes(tmp_path: Path) -> None:
    output = tmp_path / "made.txt"
    runs: list[str] = []

    def make() -> None:
        runs.append("run")
        output.write_text("made")

    for key, expected in (("a", 1), ("a", 1), ("b", 2)):
        Story(tmp_path).stage("making", key, [output], make)
        assert len(runs) == expected
    output.unlink()
    Story(tmp_path).stage("making", "b", [output], make)
    assert len(runs) == 3


def test_an_interrupted_stage_is_not_taken_for_done(tmp_path: Path) -> None:
    output = tmp_path / "made.txt"

    def stop_half_way() -> None:
        output.write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Story(tmp_path).stage("making", "a", [output], stop_half_way)
    Story(tmp_path).stage("making", "a", [output], lambda: _write(output, "whole"))
    assert output.read_text() == "whole"


def test_a_digest_follows_content(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1")
    before = digest_of(tmp_path)
    (tmp_path / "note.txt").write_text("not code")
    assert digest_of(tmp_path) == before
    (tmp_path / "a.py").write_text("x = 2")
    assert digest_of(tmp_path) != before


def _write(path: Path, text: str) -> None:
    path.write_text(text)
