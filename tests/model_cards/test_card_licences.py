"""What the licences of bases ask for stands in the card; what was not measured does not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from model_cards.errors import CardError
from model_cards.licences import OBLIGATIONS
from model_cards.render import render_model_card
from model_cards.validate import split_card, validate_card

MODEL = {"repo_id": "geneverse/x-lora", "version": "v0.1.0"}


@pytest.mark.parametrize(
    ("base", "licence", "title", "said"),
    [
        ("meta-llama/Llama-2-7b-chat-hf", "llama2", "# smollm2", "Copyright (c) Meta Platforms"),
        (
            "meta-llama/Meta-Llama-3-8B-Instruct",
            "llama3",
            "# Llama 3 smollm2",
            "Built with Meta Llama 3.",
        ),
        ("meta-llama/Llama-3.1-8B", "llama3.1", "# Llama smollm2", "Built with Llama."),
        (
            "google/gemma-7b-it",
            "gemma",
            "# smollm2",
            "Gemma is provided under and subject to the Gemma Terms of Use",
        ),
    ],
)
def test_the_licence_of_the_base(
    change: Callable[..., None],
    adapter: Path,
    recipe: Path,
    base: str,
    licence: str,
    title: str,
    said: str,
) -> None:
    change(adapter / "geneverse.json", "base_model", value=base)
    change(adapter / "adapter_config.json", "base_model_name_or_path", value=base)
    text = render_model_card(adapter, recipe, None, None, **MODEL).read_text(encoding="utf-8")
    front, body = split_card(text)
    asks = OBLIGATIONS[licence]
    assert (front["license"], front["license_link"]) == (licence, asks.link)
    assert body.strip().startswith(title)
    section = body.split("## Licence and sources")[1].split("\n## ")[0]
    for part in (said, asks.name, asks.link, asks.policy, asks.notice):
        assert part in section
    assert (adapter / "NOTICE").read_text(encoding="utf-8") == f"{asks.notice}\n"
    assert validate_card(text, "model", folder=adapter, house=True) == []
    (adapter / "NOTICE").write_text("Of another base.\n", encoding="utf-8")
    assert [p.rule for p in validate_card(text, "model", folder=adapter)] == ["notice-missing"]
    render_model_card(adapter, recipe, None, None, **MODEL)
    assert (adapter / "NOTICE").read_text("utf-8") == f"Of another base.\n\n{asks.notice}\n"
    other = text.replace(f"license: {licence}\n", "license: mit\n")
    assert [p.rule for p in validate_card(other, "model")] == ["licence-of-base"]


def test_a_free_base_asks_for_no_notice(adapter: Path, recipe: Path) -> None:
    front, body = split_card(
        render_model_card(adapter, recipe, None, None, **MODEL).read_text(encoding="utf-8")
    )
    assert "license_link" not in front and "Notice:" not in body
    assert not (adapter / "NOTICE").exists()


def test_emissions_stand_there_only_if_they_were_measured(
    change: Callable[..., None], adapter: Path, recipe: Path
) -> None:
    def card() -> tuple[dict[str, object], str]:
        path = render_model_card(adapter, recipe, None, None, **MODEL)
        return split_card(path.read_text(encoding="utf-8"))

    front, body = card()
    assert "co2_eq_emissions" not in front and "| energy, CO2 | not measured |" in body
    measured = {"grams": 1.9, "kwh": 0.005, "source": "codecarbon 3.0.4", "location": "France"}
    change(adapter / "geneverse.json", "emissions", value=measured)
    front, body = card()
    assert front["co2_eq_emissions"] == {
        "emissions": 1.9,
        "source": "codecarbon 3.0.4",
        "training_type": "fine-tuning",
        "geographical_location": "France",
        "hardware_used": "2 CPU cores",
    }
    assert "0.005 kWh, 1.9 g of CO2 equivalents (codecarbon 3.0.4, France)" in body
    change(adapter / "geneverse.json", "emissions", value={"grams": 1.9})
    with pytest.raises(CardError, match=r"emissions\.source is missing"):
        card()
    change(adapter / "geneverse.json", "emissions", value={"grams": -1, "source": "x"})
    with pytest.raises(CardError, match=r"emissions\.grams is -1"):
        card()


def test_a_model_that_was_replaced_says_so(adapter: Path, recipe: Path) -> None:
    path = render_model_card(adapter, recipe, None, None, **MODEL, new_version="geneverse/y-lora")
    front, body = split_card(path.read_text(encoding="utf-8"))
    assert front["new_version"] == "geneverse/y-lora"
    assert "A newer version is at [geneverse/y-lora]" in body
    with pytest.raises(CardError, match="new_version: 'y' is no Hub id"):
        render_model_card(adapter, recipe, None, None, **MODEL, new_version="y")
