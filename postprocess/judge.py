"""Which gene an identifier in an answer is meant for, and whether it is that gene's.

One value: in ``"GLI1 (HGNC:10997) binds SUFU (HGNC:16466)."``, asked for GLI1, the first is
to become ``4317`` and the second is right, since it stands behind the symbol of its own gene.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from .facts import GeneBook, GeneFacts
from .find import Mention
from .full_names import with_symbols
from .hosts import Host, find_host, named_gene
from .labels import UNKNOWN_KIND
from .location_judge import is_true, right_place, said_of_a_gene, said_of_another, style
from .locations import LOCATION
from .placed import CELL, REVERSED

# What joins the members of a list of identifiers.
SEPARATOR = re.compile(
    r"[\s,;/|]*(?:\b(?:and|or|as well as)\b|&)?[\s,;/|]*|\][ ]?\[|\)[ ]?\(|[ ]and[ ]the[ ]"
    r"|[ ]?[,;/|][ ]?<[a-z]{1,9}>"
)
_TOKEN = re.compile(r"[^\W_][\w@-]*")
_ACCESSION_SAID = re.compile(r"accession|uniprot|swiss|trembl|protein|product", re.IGNORECASE)
# The length limit may have cut it.
_CUT_WORDS = "|".join("respectively"[:n] for n in range(11, 2, -1))
RESPECTIVELY = re.compile(rf"(?P<none> and none)?(?:,? ?\(?respectively|,? \(?(?:{_CUT_WORDS})\Z)")
_NONE_AND = "none and "
_TWO = 2
_JOINT_REACH = 16
_ALONE = (CELL, REVERSED)
# How far, in characters, a gene's name may stand from its identifier in one sentence.
_NEAR = 600


class Verdict(NamedTuple):
    """``right`` is the value to stand there, without prefix; ``None`` where the gene has none.

    ``verified`` is False where nobody can say: the registry lacks the kind, or the identifier is
    given to something that is not known to be a gene ("lupus (MIM 152700)").
    """

    mention: Mention
    right: str | None
    verified: bool = True


def screened(text: str, mentions: Sequence[Mention], book: GeneBook) -> list[Mention]:
    """Without accessions that are names of genes (``P2RY12``), and with kind ``other`` where
    nothing says that an accession of no known protein is one."""
    kept: list[Mention] = []
    for m in mentions:
        bare = m.kind == "uniprot_ids" and m.start == m.value_start
        bare = bare and m.noun not in (CELL, REVERSED)
        before = kept[-1] if kept else None
        if before and before.kind == "uniprot_ids" and m.start - before.end <= _JOINT_REACH:
            bare = bare and not SEPARATOR.fullmatch(text, before.end, m.start)
        if bare and not book.owners(m.kind, m.value):
            if m.value in book.symbols or book.registry.find(m.value).genes:
                continue
            if not _ACCESSION_SAID.search(text, max(0, m.start - 40), m.end + 30):
                kept.append(m._replace(kind=UNKNOWN_KIND))
                continue
        kept.append(m)
    return kept


def groups(text: str, mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Mentions that stand in one list, with nothing but separators between them."""
    out: list[list[Mention]] = []
    end = -99
    for mention in mentions:
        start = mention.start
        if start - end <= 16 and mention.noun not in _ALONE and out[-1][-1].noun not in _ALONE:
            joined = SEPARATOR.fullmatch(text, end, start)
            if joined and "\n\n" not in joined[0]:
                out[-1].append(mention)
                end = mention.end
                continue
        out.append([mention])
        end = mention.end
    return out


def all_own(text: str, group: Sequence[Mention], gene: GeneFacts) -> bool:
    """Whether a list holds nothing but identifiers of ``gene``, which cannot be another's.

    In a bracket they are somebody's whose name stands before it, so that is not sure.
    """
    at = group[0].start
    values = gene.values
    for m in group:
        if m.kind == UNKNOWN_KIND or m.value in values[m.kind]:
            continue
        if m.kind != LOCATION or not is_true(m.value, gene):
            return False
    if len(group) > 1 and len({(m.kind, m.value) for m in group}) < len(group):
        return False  # the same twice
    before = text[at - 1 : at]
    if before != "(" and before != "[":
        return True
    return text[max(0, at - 60) : at - 1].rstrip().endswith(gene.symbol)


def judge(
    text: str,
    sentence: tuple[int, int],
    group: Sequence[Mention],
    gene: GeneFacts,
    book: GeneBook,
) -> tuple[list[Verdict], str]:
    """A verdict for each mention of one list, which lies in ``text[sentence]``; and the symbol of
    the gene that it is meant for."""
    if owners := in_order(text, sentence, group, gene, book):
        pairs = zip(group, owners, strict=True)
        return [_of(m, owner) for m, owner in pairs], gene.symbol
    host = find_host(text, sentence[0], group[0].start, gene, book)
    stated: set[tuple[str, str]] = set()
    verdicts = [
        (_place_verdict if m.kind == LOCATION else _verdict)(
            text, sentence, m, gene, host, book, stated, len(group) > 1
        )
        for m in group
    ]
    return verdicts, (host.gene or gene).symbol


def in_order(
    text: str,
    sentence: tuple[int, int],
    group: Sequence[Mention],
    gene: GeneFacts,
    book: GeneBook,
) -> list[GeneFacts]:
    """The genes whose identifiers a list gives in the order of their names, else none:
    ``"GLI1 and SUFU are HGNC:4317 and HGNC:16466, respectively"``."""
    found = RESPECTIVELY.match(text, group[-1].end)
    lead = text.endswith(_NONE_AND, 0, group[0].start)
    behind = bool(found and found["none"])
    size = len(group) + lead + behind
    if not found or size < _TWO:
        return []
    low, high = sentence[0], group[0].start
    before = with_symbols(text[max(low, high - _NEAR) : high], book)
    named = [facts for word in _TOKEN.findall(before) if (facts := named_gene(word, gene, book))]
    unique = list({facts.symbol: facts for facts in named}.values())
    meant = unique[-size:] if len(unique) >= size else []
    return meant[lead : len(meant) - behind]


def _of(mention: Mention, owner: GeneFacts) -> Verdict:
    """Of the one gene that an identifier can only be meant for."""
    if mention.kind == UNKNOWN_KIND:
        return Verdict(mention, mention.value, verified=False)
    if mention.kind == LOCATION:
        true = is_true(mention.value, owner)
        return Verdict(mention, mention.value if true else right_place(mention.value, owner))
    own = owner.values[mention.kind]
    return Verdict(mention, mention.value if mention.value in own else next(iter(own), None))


def _verdict(
    text: str,
    sentence: tuple[int, int],
    mention: Mention,
    gene: GeneFacts,
    host: Host,
    book: GeneBook,
    stated: set[tuple[str, str]],
    _listed: bool,
) -> Verdict:
    if mention.kind == UNKNOWN_KIND:
        return Verdict(mention, mention.value, verified=False)
    kind, value = mention.kind, mention.value
    own = (host.gene or gene).values[kind]
    right: str | None
    if value in own:
        right = None if (kind, value) in stated else value
    elif host.foreign and (kind == "mim_ids" or book.owners(kind, value)):
        # MIM numbers diseases too, and "netrin-1 (MIM 601614)" names a gene by its protein.
        return Verdict(mention, value, verified=False)
    elif not host.sure and (
        value in gene.values[kind] or _named(text, sentence, mention, gene, book)
    ):
        right = value
    else:
        left = [v for v in own if (kind, v) not in stated]
        right = left[0] if left else None
    if right is not None:
        stated.add((kind, right))
    return Verdict(mention, right)


def _place_verdict(
    text: str,
    sentence: tuple[int, int],
    mention: Mention,
    gene: GeneFacts,
    host: Host,
    book: GeneBook,
    stated: set[tuple[str, str]],
    listed: bool,
) -> Verdict:
    """As for identifiers; but a place may be true of many genes, and be said of something else."""
    meant, value = host.gene or gene, mention.value
    said = (style(value), meant.symbol)
    if is_true(value, meant) or (not host.sure and is_true(value, gene)):
        stated.add(said)
        return Verdict(mention, value)
    if (
        host.foreign
        or said_of_another(text, sentence, mention.start, mention.end, meant)
        or not (listed or host.sure or said_of_a_gene(text, sentence, mention.start))
    ):
        return Verdict(mention, value, verified=False)
    if not host.sure and _true_of_a_named_gene(text, sentence, mention, book):
        return Verdict(mention, value)
    right = None if said in stated else right_place(value, meant)
    stated.add(said)
    return Verdict(mention, right)


def _named(
    text: str, sentence: tuple[int, int], mention: Mention, gene: GeneFacts, book: GeneBook
) -> bool:
    """Whether another gene that has this identifier is named in the sentence."""
    owners = book.owners(mention.kind, mention.value)
    if not owners or gene.symbol in owners:
        return False  # an Alliance id is found by its HGNC number also where the row has none
    low, high = max(sentence[0], mention.start - _NEAR), min(sentence[1], mention.end + _NEAR)
    around = text[low : mention.start] + "\0" + text[mention.end : high]
    return any(name in around and name in _TOKEN.findall(around) for name in owners)


def _true_of_a_named_gene(
    text: str, sentence: tuple[int, int], mention: Mention, book: GeneBook
) -> bool:
    """Whether the sentence names another gene that lies in this place."""
    low, high = max(sentence[0], mention.start - _NEAR), min(sentence[1], mention.end + _NEAR)
    words = {*_TOKEN.findall(text, low, mention.start), *_TOKEN.findall(text, mention.end, high)}
    symbols = book.symbols
    return any(
        is_true(mention.value, named)
        for word in words
        if word in symbols and (named := book.get(word))
    )
