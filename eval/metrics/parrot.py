"""Whether a text answers at all: an empty one and a repeated prompt do not.

A grounded prompt holds the record, so a model that only repeats it would have every fact right.
"""

_QUESTION = "please summarize the major function of gene"


def is_answer(text: str) -> bool:
    """False for an empty text and for one that holds the question itself."""
    return bool(text.strip()) and _QUESTION not in " ".join(text.lower().split())
