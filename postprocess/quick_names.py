"""Which names of a gene the fast way of the correction may pass over, wherever they stand.

One value: of ``"GLI family zinc finger 1"`` it is sure that nothing in it is read as a number, a
place, a label or the beginning of a list; of ``"H1.4 linker histone, cluster member"`` the engine's
own searches are asked, which find nothing in it.
"""

import re
from collections.abc import Container

from .alias_intros import find_intros
from .alias_lists import read_plain_list
from .aliases import find_passages
from .facts import GeneFacts
from .find import find_identifiers
from .guard_labels import labels_in
from .location_judge import is_true
from .locations import LOCATION, find_locations
from .placed import find_placed
from .quick_words import NEEDLES, is_plain, parts
from .scan import Scan

STANDARD = "It is also known as "
ACCESSION = r"(?:[OPQ][0-9][A-Z0-9]{3}[0-9]|[A-NR-Z][0-9](?:[A-Z][A-Z0-9]{2}[0-9]){1,2})"
# Names that the engine's last look may take for numbers or places: "ens 180", "12q13".
_MARKED = re.compile(r"(?i:ens[a-z]{0,6}[ :_.#-]{0,3}[0-9])|[0-9XY][pq](?:ter|[0-9])")
_NAME = re.compile(r"[A-Za-z(][A-Za-z0-9 ,'()/+:-]*[A-Za-z0-9)]")
_ANY_NAME = re.compile(r"[A-Za-z0-9(][\x20-\x7e]*[A-Za-z0-9)]")
_ODD_IN_NAME = re.compile(
    r"(?<![A-Za-z0-9])"
    + ACCESSION
    + r"|[0-9][pq](?:[0-9]|ter)|[0-9]cen|(?<![A-Za-z0-9])[XY](?:[pq0-9]|\b)|[XY]\Z|\([0-9]"
)
# Words that an intro takes along: "also known as the".
_FIRST_WORDS = frozenset(
    ("the", "its", "several", "other", "various", "following", "alternative", "name", "names",
     "alias", "aliases", "synonym", "synonyms", "symbol", "symbols", "term", "terms", "gene")
)  # fmt: skip


def is_sure(facts: GeneFacts, symbols: Container[str]) -> bool:
    """Whether the full name has more than plain words, and none that may be misread."""
    name = facts.name
    if not name or name == facts.symbol:
        return False
    for word in name.split(" "):
        found = parts(word)
        if not (found and is_plain(found[1], symbols)):
            break
    else:
        return False
    if _NAME.fullmatch(name) and not _ODD_IN_NAME.search(name) and not NEEDLES.search(name.lower()):
        return True
    return _is_passed_over(facts)


def _is_passed_over(facts: GeneFacts) -> bool:
    """Whether the engine's searches see nothing in the full name but where the gene lies."""
    name = facts.name
    if not _ANY_NAME.fullmatch(name) or ". " in name or "  " in name or " | " in name:
        return False
    if not any(map(str.isdigit, name)) and labels_in(name):
        return False  # one with digits is hidden from the last look
    scan = Scan(f"It is {name} and acts.")
    if find_identifiers(scan) or find_placed(scan) or any(True for _ in find_intros(scan)):
        return False
    return all(m.kind == LOCATION and is_true(m.value, facts) for m in find_locations(scan))


def reads_right(facts: GeneFacts) -> bool:
    """Whether the alias sentence is read back as right, and leaves nothing to doubt."""
    sentence = facts.alias_sentence
    found = read_plain_list(sentence, len(STANDARD))
    if found and found.stop == len(sentence) and are_simple(found.names):
        return facts.names.issuperset(found.names) and len({*found.names}) == len(found.names)
    passages, intros = find_passages(Scan(f"{sentence} It acts in cells."), facts)
    if intros != 1 or len(passages) != 1 or any(map(str.isdigit, passages[0].names)):
        return False
    read = passages[0]
    return read.right and read.whole and (read.start, read.end) == (0, len(sentence))


def are_simple(names: tuple[str, ...]) -> bool:
    """Whether the list of these names, read as a plain list, begins and ends where it seems to."""
    if any(map(str.isdigit, names)) or ":" in "".join(names):
        return False
    return names[0].lower() not in _FIRST_WORDS
