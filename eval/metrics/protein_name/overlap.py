"""The paper's score of a protein's name: longest common substring over length of the right name.

``name_overlap("The name of this protein is Profilin-2.", "Profilin-1")`` is 0.9: "Profilin-" are
nine of its ten characters. Any text has some letters of any name, so a constant answer scores too;
show its score beside that of a model.
"""

import difflib
import unicodedata


def name_overlap(answer: str, name: str, *, ignore_case: bool = True) -> float:
    """0 to 1; 0 for an empty answer. Runs of white space count as one space.

    Raises ValueError for a name without a character, which nothing can be compared with.
    """
    given, wanted = _plain(answer, ignore_case), _plain(name, ignore_case)
    if not wanted:
        raise ValueError("the right name is empty; give the name that each answer should have")
    return len(longest_common_substring(given, wanted)) / len(wanted)


def longest_common_substring(text: str, name: str) -> str:
    """The longest run of characters that both have; of several the one that is first in ``name``.

    >>> longest_common_substring("abXcd", "cd-ab")
    'cd'
    """
    # autojunk would leave out letters that are frequent in texts of 200 characters and more.
    matcher = difflib.SequenceMatcher(None, name, text, autojunk=False)
    found = matcher.find_longest_match(0, len(name), 0, len(text))
    return name[found.a : found.a + found.size]


def _plain(text: str, ignore_case: bool) -> str:
    """One form of Unicode, single spaces; the folding of case can change the length (ß is ss)."""
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    return spaced.casefold() if ignore_case else spaced
