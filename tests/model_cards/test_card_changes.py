"""A card follows its files: a changed result is a changed card."""

from collections.abc import Callable
from pathlib import Path

import pytest
from card_world import CORRECTION

from model_cards.render import render_model_card, render_pipeline_card

VERSION = "v0.1.0"


@pytest.mark.parametrize(
    ("keys", "before", "after"),
    [
        (("models", "ADAPTER", "ids_right", "value"), "0.95 (0.76–0.99)", "0.81 (0.76–0.99)"),
        (("models", "ADAPTER", "ids_right", "value"), "95% (76 to 99%)", "81% (76 to 99%)"),
        (("models", "ADAPTER", "ids_right", "value"), "In 1 of 20 answers", "In 4 of 20 answers"),
        (("models", "ADAPTER", "ids_right", "value"), "value: 0.95\n", "value: 0.81\n"),
        (("models", "base", "ids_right", "high"), "5% (0 to 24%)", "5% (0 to 81%)"),
        (("models", "symbol template", "bleu", "low"), "0.55 (0.51–0.59)", "0.55 (0.81–0.59)"),
        (("refusal", "ADAPTER", "refusal_right", "value"), "In 4 of 20 questions with", None),
        (("n",), "Measured on 20 genes", "Measured on 81 genes"),
        (("bootstrap", "level"), "the 95% interval", "the 81% interval"),
    ],
)
def test_a_changed_result_changes_the_card(
    change: Callable[..., None],
    adapter: Path,
    recipe: Path,
    scores: Path,
    keys: tuple[str, ...],
    before: str,
    after: str | None,
) -> None:
    def text() -> str:
        path = render_model_card(
            adapter, recipe, scores, None, repo_id="geneverse/x-lora", version=VERSION
        )
        return path.read_text(encoding="utf-8")

    old = text()
    assert before in old and (after is None or after not in old)
    own = "smollm2-135m-gene-grounded-lora"
    new = 81 if keys == ("n",) else 0.4 if after is None else 0.81
    path = [own if key == "ADAPTER" else key for key in keys]
    if path[-1] == "low":  # an interval whose low end is above its high one is refused
        change(scores, *path[:-1], "low", value=0.53)
        after = "0.55 (0.53–0.59)"
    else:
        change(scores, *path, value=new)
    changed = text()
    assert before not in changed
    assert (after or "In 12 of 20 questions with") in changed


@pytest.mark.parametrize(
    "keys",
    [
        *(("counts", "all", k) for k in CORRECTION["counts"]["all"] if k != "edited"),
        *(("real_answers", k) for k in CORRECTION["real_answers"] if k != "marked"),
        ("rates", "faulty", "ours_per_second"),
        ("rates", "faulty", "original_per_second"),
        ("registry", "open_seconds"),
        ("registry", "peak_memory_mb"),
    ],
)
def test_a_changed_benchmark_changes_the_pipeline_card(
    change: Callable[..., None], gene_pipeline: Path, correction: Path, keys: tuple[str, ...]
) -> None:
    def text() -> str:
        card = render_pipeline_card(
            gene_pipeline, correction, repo_id="geneverse/gene-pipeline", version=VERSION
        )
        return card.read_text(encoding="utf-8")

    assert "7,531" not in text()
    change(correction, *keys, value=7531)
    assert "7,531" in text() or "7531.0" in text()
