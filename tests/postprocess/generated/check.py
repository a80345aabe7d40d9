"""What is wrong with a correction, found without any of the correction's own code but ``apply``.

One value: ``faults(answer, done, world)`` is ``[Fault("wrong", "hgnc_id 10997 is left")]``.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from postprocess.correct import Correction
from postprocess.edits import apply
from postprocess.gene import Gene

from .answer import Answer
from .extract import Token, masked, plain, tokens
from .grammar import slips
from .locations import band_right, bands
from .world import FIELDS, World, values

_NO_LINT = frozenset(
    (
        "control characters and markup",
        "other languages",
        "slips of single letters",
        "pieces in no order",
    )
)


@dataclass(frozen=True)
class Fault:
    """``group``: wrong, unverified, invented, lost, touched, alias, loop, grammar, subject or
    edits."""

    group: str
    what: str


def faults(answer: Answer, done: Correction, again: Correction, world: World) -> list[Fault]:
    """All that is wrong; ``again`` is the correction of the corrected text."""
    found = [Fault("edits", what) for what in _edits(answer.text, done, again)]
    found += _identifiers(answer, done, world)
    found += [Fault("invented", what) for what in _invented(answer, done, world)]
    found += [Fault("alias", what) for what in _aliases(answer, done.text)]
    if answer.loop and _loops(answer.loop, done.text):
        found.append(Fault("loop", f"{answer.loop[:60]!r} is said again and again"))
    if answer.asked is None and done.symbol != answer.gene.symbol:
        found.append(Fault("subject", f"taken to be about {done.symbol}"))
    if not answer.ragged and answer.known:
        found += [Fault("touched", what) for what in _touched(answer, done.text)]
        found += [Fault("lost", what) for what in _lost(answer, done.text)]
    if answer.kind not in _NO_LINT:
        lint = slips(done.text, answer.text, ragged=answer.ragged)
        found += [Fault("grammar", what) for what in lint]
    return found


def left_wrong(text: str, named: Sequence[Gene], world: World) -> list[Token]:
    """Identifiers in a text that belong to none of the genes it names."""
    bare = unnamed(plain(text), ((gene, gene.symbol) for gene in named))
    return [t for t in tokens(bare, world) if not any(owns(g, t, world) for g in named)]


def unnamed(text: str, called: Iterable[tuple[Gene, str]]) -> str:
    """The text without the names of genes: the digits of "MYLK-AS2" are no identifier."""
    names = list(called)
    text = masked(text, (plain(gene.name) for gene, _ in names))
    for gene, name in names:
        for word in {gene.symbol, plain(name)}:
            text = re.sub(_word(word), "\u0001" * len(word), text)
    return text


def owns(gene: Gene, token: Token, world: World) -> bool:
    """Whether the registry's row of the gene says so."""
    if token.field == "location":
        return band_right(gene, *token.value.split(" "))
    return world.owns(gene, token.field, token.value)


def _edits(text: str, done: Correction, again: Correction) -> Iterator[str]:
    if apply(text, done.edits) != done.text:
        yield "the edits do not give the text"
    ends = [0, *(edit.end for edit in done.edits)]
    if any(e.start < end or e.end < e.start for e, end in zip(done.edits, ends, strict=False)):
        yield "the edits overlap or are not in order"
    if any(text[e.start : e.end] != e.before or e.before == e.after for e in done.edits):
        yield "an edit's text before is not what stands there, or it changes nothing"
    if again.text != done.text or again.edits:
        yield f"a second correction changes more: {[(e.before, e.after) for e in again.edits][:2]}"


def _identifiers(answer: Answer, done: Correction, world: World) -> Iterator[Fault]:
    seen = plain(done.text)
    called = [(gene, answer.call(gene)) for gene in answer.named]
    text = unnamed(masked(seen, map(plain, answer.keep)), called)
    open_ = plain("\n".join(done.unverified))
    places = {t.value for t in tokens(open_, world) if t.field == "location"}
    open_ += "\n" + "\n".join(place.replace(" ", "") for place in places)
    open_ += "\n" + "".join(open_.split(" "))
    for token in tokens(text, world):
        if any(owns(gene, token, world) for gene in answer.named if answer.known or gene.approved):
            continue
        if not answer.known and token.value in values(answer.gene, "hgnc_id"):
            continue
        yield from _judged(answer, token.field, token.value, open_)
    for field, value in ((field, v) for field, said in answer.wrong for v in said.split(" and ")):
        if any(value in values(gene, name) for gene in answer.named for name in FIELDS):
            continue
        if field == "location" and any(
            band_right(g, *b) for g in answer.named for b in bands(value)
        ):
            continue  # another gene that is named lies there
        if re.search(rf"(?<![0-9A-Za-z]){re.escape(value)}(?![0-9])", text):
            yield from _judged(answer, field, value, open_)
    if answer.bound and answer.others:
        yield from _unbound(answer, seen, text, world, "" if answer.known else open_)
    for number in answer.merely:
        if number in done.text and number not in open_:
            yield Fault("unverified", f"{number} is left and not marked as unverified")
        if any(f"syndrome (MIM {own})" in done.text for own in values(answer.gene, "mim_ids")):
            yield Fault("wrong", "the gene's MIM number is given to a disease")


def _judged(answer: Answer, field: str, value: str, open_: str) -> Iterator[Fault]:
    shown = value.replace(" ", "") if field == "location" else value
    if field == "location" and not answer.known and f"chromosome {value.split(' ')[0]}" in open_:
        return
    if not re.search(rf"(?<![0-9A-Za-z]){re.escape(shown)}(?![0-9pq])", open_):
        yield Fault("wrong", f"{field} {shown} is left")
    elif answer.known and not answer.lenient and value not in answer.merely:
        yield Fault("unverified", f"{field} {shown} is only marked as unverified")


def _unbound(answer: Answer, seen: str, text: str, world: World, marked: str) -> Iterator[Fault]:
    """Identifiers that stand behind the name of the wrong one of two genes; ``seen`` has the
    names that are masked in ``text``. About a gene that the registry does not have nothing may be
    changed, so that those in ``marked`` are as they should be."""
    other = answer.others[0]
    called = [(g, re.compile(_word(plain(answer.call(g))))) for g in (answer.gene, other)]
    for span in re.finditer(r"[^\n]+?(?:(?<=[.!?])(?=\s)|\Z|(?=\n))", text):
        part, names = text[span.start() : span.end()], seen[span.start() : span.end()]
        found = ((m.start(), gene) for gene, name in called for m in name.finditer(names))
        where = sorted(found, key=lambda place: place[0])
        if not any(gene == other for _, gene in where):
            continue
        owned = (t for t in tokens(part, world) if any(owns(g, t, world) for g in answer.named))
        # "AllianceGenome:HGNC:1" is read as two kinds at one place.
        said = sorted({t.start: t for t in owned}.values(), key=lambda token: token.start)
        for i, token in enumerate(said):
            if answer.bound == "in order":
                whole = len(said) == len(where) == 2
                owner = where[i][1] if whole else None
            else:
                before = [gene for at, gene in where if at < token.start]
                owner = before[-1] if before else None
            if owner and not owns(owner, token, world) and token.value not in marked:
                yield Fault("wrong", f"{token.field} {token.value} is given to {owner.symbol}")


def _invented(answer: Answer, done: Correction, world: World) -> Iterator[str]:
    """Values put in that none of the genes has."""
    known = {v for gene in answer.named for name in FIELDS for v in values(gene, name)}
    aliases = " ".join(answer.gene.aliases)
    for edit in done.edits:
        if edit.kind not in ("identifier", "removed") or edit.field == "location":
            continue
        for word in re.findall(r"[0-9A-Za-z.]*[0-9]{3,}[0-9A-Za-z]*", edit.after):
            if word.strip(".") not in known and word not in answer.text + aliases:
                yield f"{word} was put in and is no value of {answer.symbol}"


def _aliases(answer: Answer, text: str) -> Iterator[str]:
    if not answer.passages or not answer.known:
        return
    for name in answer.aliases:
        if re.search(_word(name), text):
            yield f"{name} is left"
    last = re.split(r"[ ,;|]", answer.text)[-1]
    cut = answer.ragged and len(last) > 4 and any(n.startswith(last) for n in answer.aliases)
    if cut and text.endswith(last):
        yield f"the cut-off {last} is left"
    own = {*answer.gene.aliases, *answer.gene.previous_symbols}
    said = re.findall(r"It is also known as (.*?)\.(?=\s|\Z)", text)
    if len(said) > 1:
        yield "two alias sentences"
    for listed in said:
        strange = set(re.split(r", | and ", listed)) - own
        if strange and listed not in own:
            yield f"the alias sentence names {sorted(strange)[:3]}"
    simple = [a for a in answer.gene.aliases if re.fullmatch(r"[A-Z][A-Z0-9]{2,12}", a)]
    if simple and not said and not answer.ragged:
        yield "the alias sentence was not put in"


def _loops(unit: str, text: str) -> bool:
    return " ".join([unit] * (3 if " " in unit else 6)) in text


def _touched(answer: Answer, text: str) -> Iterator[str]:
    for sentence in answer.keep:
        if sentence not in text:
            yield f"{sentence!r} was changed"
    name = answer.gene.name
    if name not in ("", answer.symbol) and answer.text.count(name) > text.count(name):
        yield f"the name {name!r} was changed"


def _lost(answer: Answer, text: str) -> Iterator[str]:
    seen = plain(text)
    for value in answer.right:
        if not re.search(rf"(?<![0-9A-Za-z]){re.escape(value)}(?![0-9])", seen):
            yield f"the right value {value} is gone"
    for symbol, field in dict.fromkeys(answer.want):
        gene = next(g for g in answer.named if g.symbol == symbol)
        if not any(value in seen for value in values(gene, field)):
            yield f"{symbol}'s {field} was taken out, not set right"


def _word(name: str) -> str:
    return rf"(?<![\w-]){re.escape(name)}(?![\w-])"
