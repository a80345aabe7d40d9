"""Whatever stands under the Hub's keys, the validator answers with a list and never raises."""

import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from broken_cards import GOOD

from model_cards.known import KEYS
from model_cards.validate import validate_card

ATOMS = [None, True, 0, -1, 3.5, float("nan"), "", "x", "a/b", "llama3", "en", "merge", 10**30]
NAMES = [
    "config_name",
    "data_files",
    "split",
    "path",
    "name",
    "results",
    "task",
    "dataset",
    "metrics",
    "type",
    "value",
    "text",
    "output",
    "messages",
    "splits",
    "features",
    "emissions",
    "num_bytes",
    "role",
    "parameters",
]


def anything(rng: random.Random, depth: int = 0) -> Any:
    """A value of any form, lists and mappings within each other up to four deep."""
    chance = rng.random()
    if depth > 3 or chance < 0.5:
        return rng.choice(ATOMS)
    if chance < 0.75:
        return [anything(rng, depth + 1) for _ in range(rng.randint(0, 3))]
    return {rng.choice([*NAMES, 3]): anything(rng, depth + 1) for _ in range(rng.randint(0, 4))}


@pytest.mark.parametrize("seed", range(120))
def test_a_card_with_anything_under_its_keys(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    kind = rng.choice(sorted(KEYS))
    keys = [rng.choice(sorted(KEYS[kind])) for _ in range(rng.randint(1, 4))]
    data = {**GOOD[kind], **{key: anything(rng) for key in keys}}
    text = f"---\n{yaml.safe_dump(data, allow_unicode=True)}---\n# A\n"
    for house in (False, True):
        found = validate_card(text, kind, folder=tmp_path, house=house, warnings=True)
        assert all(str(problem).startswith(f"{problem.key}: ") for problem in found)
