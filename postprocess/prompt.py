"""A question as the model was trained to be asked it.

One value, grounded::

    Records:
    GLI1 | GLI family zinc finger 1 | HGNC:4317 | Ensembl:ENSG00000111087 | ...

    Please summarize the major function of gene: GLI1. Use academic language in one paragraph ...

The texts come from the model repo's geneverse.json, and the record is the registry's column
``record``, so that it is the very prompt of the training data.
"""

from typing import Any

from .question import Asked
from .settings import ALPACA, CHAT, GROUNDED, Settings, SettingsError


def template_of(settings: Settings, tokenizer: Any) -> str:
    """``chat`` or ``alpaca``.

    Raises:
        SettingsError: a chat template is needed and the tokenizer has none.
    """
    has_chat = bool(getattr(tokenizer, "chat_template", None))
    kind = settings.template or (CHAT if has_chat else None)
    if (kind == CHAT and not has_chat) or kind is None:
        raise SettingsError(
            f"{settings.source}: the tokenizer {getattr(tokenizer, 'name_or_path', '')} has no "
            'chat template, and no other is named; add "template": "alpaca" where the model was '
            "trained so, or pass the tokenizer that it was trained with"
        )
    return kind


def user_message(asked: Asked, settings: Settings, mode: str) -> str:
    """What the user says: the question, in grounded mode with the genes' records before it."""
    if asked.free:
        question = asked.text
    else:
        symbol = asked.genes[0].symbol if asked.genes else asked.name
        question = settings.question.format(symbol=symbol)
    if mode != GROUNDED:
        return question
    records = "\n".join(gene.record for gene in asked.genes)
    return settings.grounded.format(records=records, question=question)


def model_text(message: str, settings: Settings, kind: str, tokenizer: Any) -> str:
    """The text that the tokenizer gets, up to where the answer begins.

    Special tokens that a question holds are taken out of it: they would end the user's turn.
    """
    for token in special_tokens(tokenizer):
        message = message.replace(token, "")
    if kind == ALPACA:
        return settings.alpaca.format(instruction=message)
    text: str = tokenizer.apply_chat_template(
        [{"role": "user", "content": message}], tokenize=False, add_generation_prompt=True
    )
    return text


def special_tokens(tokenizer: Any) -> list[str]:
    """Special tokens as text, ``["<|im_start|>", "<|im_end|>", ...]``."""
    added = getattr(tokenizer, "added_tokens_decoder", None) or {}
    found = [str(token) for token in added.values() if getattr(token, "special", False)]
    return [*dict.fromkeys((*found, *tokenizer.all_special_tokens))]
