"""How likely each of some answers to one question is to a vision model, and the right one's rank.

``rank_of([-12.1, -9.8, -20.4], 0)`` is 2: one other answer is more likely. The prompt with its
picture goes through the model once, its cache is used for all answers.
"""

import copy
from collections.abc import Sequence
from typing import Any

from .errors import ModelError
from .questions import Message

BATCH = 32  # answers at once


def rank_of(scores: Sequence[float], right: int) -> int:
    """1 for the highest; of equal scores the right one counts as the last, so that nothing is won
    by a model to which all answers are alike."""
    return sum(1 for n, score in enumerate(scores) if n != right and score >= scores[right]) + 1


class Ranker:
    """Log-likelihoods of answers under one model."""

    def __init__(self, model: Any, processor: Any) -> None:
        """``model`` in evaluation mode and the ``processor`` whose template it was trained with."""
        self._model = model
        self._processor = processor

    def log_likelihoods(
        self, inputs: Any, text: str, prompt: list[Message], answers: Sequence[str]
    ) -> list[float]:
        """One sum of log probabilities (natural) an answer.

        ``inputs`` are those of the prompt alone (one row, no padding), ``text`` its text.
        """
        import torch

        tokens = [self._answer_tokens(text, prompt, answer) for answer in answers]
        found: list[float] = []
        with torch.inference_mode():
            begun = self._model(**inputs, use_cache=True, logits_to_keep=1)
            for start in range(0, len(tokens), BATCH):
                found += self._batch(begun, inputs, tokens[start : start + BATCH])
        return found

    def _batch(self, begun: Any, inputs: Any, tokens: list[list[int]]) -> list[float]:
        import torch

        longest, rows = max(map(len, tokens)), len(tokens)
        device = inputs["input_ids"].device
        ids = torch.zeros((rows, longest), dtype=torch.long, device=device)
        mask = torch.zeros_like(ids)
        for number, answer in enumerate(tokens):
            ids[number, : len(answer)] = torch.tensor(answer, device=device)
            mask[number, : len(answer)] = 1
        cache = copy.deepcopy(begun.past_key_values)
        cache.batch_repeat_interleave(rows)
        before = torch.ones((rows, inputs["input_ids"].shape[1]), dtype=torch.long, device=device)
        logits = self._model(
            input_ids=ids,
            attention_mask=torch.cat([before, mask], dim=1),
            past_key_values=cache,
            use_cache=True,
        ).logits
        # The first token follows the prompt, each other one the token before it.
        first = begun.logits[:, -1:].expand(rows, 1, -1)
        follows = torch.cat([first, logits[:, :-1]], dim=1).float().log_softmax(dim=-1)
        chosen = follows.gather(2, ids[:, :, None])[:, :, 0]
        sums: list[float] = (chosen * mask).sum(dim=1).tolist()
        return sums

    def _answer_tokens(self, text: str, prompt: list[Message], answer: str) -> list[int]:
        """The tokens of the answer as they stand in a training row, up to the end token."""
        tokenizer = self._processor.tokenizer
        said = {"role": "assistant", "content": [{"type": "text", "text": answer}]}
        whole = self._processor.apply_chat_template([*prompt, said], tokenize=False)
        if not whole.startswith(text):
            raise ModelError("the chat template writes a prompt otherwise where an answer follows")
        before, after = (
            tokenizer(part, add_special_tokens=False)["input_ids"] for part in (text, whole)
        )
        if after[: len(before)] != before:
            raise ModelError(f"the answer {answer!r} changes the tokens of its prompt")
        rest = list(after[len(before) :])
        end = tokenizer.eos_token_id
        return rest[: rest.index(end) + 1] if end in rest else rest
