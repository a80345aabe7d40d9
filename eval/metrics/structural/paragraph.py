"""``structural``: the answer has the form that the question asks for, one academic paragraph.

Rules (all must hold; :func:`structural_faults` names those that do not):

- one paragraph: no line break within it;
- prose: no list marks, headings, markdown, table bars, code or addresses;
- academic: nobody is spoken to or speaks (no first or second person), no question, no exclamation;
- whole: it ends in one full stop and has 20 to 250 words;
- not degenerate: no sentence twice, no word four times in a row, and at most 20% of its 4-grams
  repeat an earlier one.
"""

import re

MIN_WORDS, MAX_WORDS = 20, 250
MAX_REPEATED = 0.2

_FORMS = {
    "line break": re.compile(r"[\r\n]"),
    "list mark": re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s|\s•\s|[.:;]\s+(?:\(?\d{1,2}\)|[-*])\s"),
    "markdown": re.compile(r"^\s*#|\*\*|__|`|\]\(|</?\w+>"),
    "table bar": re.compile(r"\|"),
    "address": re.compile(r"https?://|www\."),
    "question or exclamation": re.compile(r"[?!]"),
    # "I" alone is a numeral in this field (collagen type I), so it counts with a verb only.
    "first or second person": re.compile(
        r"\b(?:[Ww]e|[Oo]ur|[Oo]urs|us|[Mm]y|[Mm]e|[Yy]ou|[Yy]our|[Yy]ours)\b"
        r"|\bI(?:['’](?:m|ll|ve|d)|\s+(?:am|will|have|can|cannot|do|would|could|think|believe|hope"
        r"|was|apologi[sz]e|don['’]t))\b"
    ),
    "heading": re.compile(r"^\s*(?:Summary|Answer|Title|Function|Abstract|Introduction)\s*:", re.I),
}


def structural_faults(answer: str) -> list[str]:
    """The names of the rules that an answer breaks; an empty list for a good paragraph."""
    text = answer.strip()
    words = text.split()
    faults = [name for name, form in _FORMS.items() if form.search(text)]
    if not text.endswith(".") or text.endswith(".."):
        faults.append("does not end in a full stop")
    if not MIN_WORDS <= len(words) <= MAX_WORDS:
        faults.append(f"{len(words)} words")
    if is_degenerate(text):
        faults.append("repetition")
    return faults


def is_degenerate(text: str) -> bool:
    """Whether a text repeats itself as a model in a loop does."""
    words = re.findall(r"\w+", text.lower())
    sentences = [s.strip().lower() for s in re.split(r"(?<=[.])\s+", text) if len(s.split()) > 3]
    in_a_row = any(len(set(words[i : i + 4])) == 1 for i in range(len(words) - 3))
    grams = [tuple(words[i : i + 4]) for i in range(len(words) - 3)]
    repeated = 1 - len(set(grams)) / len(grams) if grams else 0.0
    return len(sentences) != len(set(sentences)) or in_a_row or repeated > MAX_REPEATED


def structural(answer: str) -> float:
    """1.0 if no rule is broken, else 0.0."""
    return float(not structural_faults(answer))
