"""Fields of a prompt template, and the template read backwards.

One value: ``read_back("Is gene {symbol} a marker of {cell_type}?", "Is gene KDR a marker of CD4
T?")`` is ``{"symbol": "KDR", "cell_type": "CD4 T"}``.
"""

import re
from string import Formatter

# A symbol or a cell type is shorter; without a limit a hostile question would take long.
_LONGEST = 120


def fields_of(template: str) -> list[str] | None:
    """The fields' names, sorted; None where the template has a lone brace."""
    try:
        return sorted(name for _, name, _, _ in Formatter().parse(template) if name is not None)
    except ValueError:
        return None


def read_back(template: str, text: str) -> dict[str, str] | None:
    """What the fields of a template hold in a text, None where the text is not of its form.

    Case, blanks and what follows the first sentence of the template do not matter.
    """
    head = template.partition("?")[0]
    parts = []
    for words, name, _, _ in Formatter().parse(head):
        parts.append(r"\s+".join(re.escape(word) for word in words.split(" ")))
        if name is not None:
            parts.append(rf"(?P<{name}>[^?\n]{{1,{_LONGEST}}}?)")
    found = re.match(
        rf"\s*{''.join(parts)}\s*[?.]?\s*(?:\Z|(?<=[?.])\s*\S)", text[:1000], re.IGNORECASE
    )
    if found is None:
        return None
    return {name: value.strip() for name, value in found.groupdict().items()}
