"""The short loss is the loss of transformers: same value, same gradients, logits left out."""

from typing import Any

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("axolotl")

from recipes.answer_loss import install  # noqa: E402  # needs the packages looked for above


def tiny_llama() -> Any:
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=97,
        hidden_size=32,
        intermediate_size=48,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
    )
    return LlamaForCausalLM(config)


def batch() -> dict[str, Any]:
    """Two rows of 12 tokens; the second is padded by 3; the first 7 labels are the prompt."""
    ids = torch.randint(1, 97, (2, 12), generator=torch.Generator().manual_seed(1))
    mask = torch.ones_like(ids)
    mask[1, 9:] = 0
    labels = ids.clone()
    labels[:, :7] = -100
    labels[mask == 0] = -100
    return {"input_ids": ids, "attention_mask": mask, "labels": labels}


@pytest.mark.parametrize("count", [None, 11])
def test_loss_and_gradients_equal_those_of_transformers(count: int | None) -> None:
    extra = {} if count is None else {"num_items_in_batch": torch.tensor(count)}
    results = []
    for short in (False, True):
        model = tiny_llama().train()
        if short:
            install(model)
        loss = model(**batch(), **extra).loss
        loss.backward()
        results.append((loss.item(), model.model.layers[0].mlp.up_proj.weight.grad.clone()))
    assert results[1][0] == pytest.approx(results[0][0], rel=1e-5)
    assert torch.allclose(results[0][1], results[1][1], atol=1e-6)


def test_evaluation_and_generation_keep_their_logits() -> None:
    model = tiny_llama().eval()
    install(model)
    assert model(**batch()).logits.shape == (2, 12, 97)
    assert model(input_ids=batch()["input_ids"]).logits.shape == (2, 12, 97)


def test_a_model_of_another_build_is_refused() -> None:
    with pytest.raises(TypeError, match="AnswerLossPlugin"):
        install(torch.nn.Linear(2, 2))
