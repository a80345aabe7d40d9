"""Which gene a question is about.

One value: ``"What does p53 do?"`` is about TP53, found by its alias; its words are kept.

A name alone (symbol, alias, identifier, full name) and the question of the training data are the
same request: a description of that gene. Anything else is a free question, in which names are
looked for: identifiers, symbols as HGNC writes them, names with a digit, and full names of genes;
only where there is none of these, names in any case. A word of English prose is never a gene.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .gene import Gene, Match
from .registry import GeneRegistry

# A question is a sentence or two; what is longer is a document pasted by mistake.
MAX_QUESTION = 2000
MAX_GENES = 5  # of a question; the training data has at most five records in a prompt
_MAX_NAME_WORDS = 10
_MAX_NEAR = 5
_MAX_SPLIT_SYMBOL = 3  # words of a symbol that is written apart, "TGF beta 1"
_WORD = re.compile(r"[^\s,;:?!()\[\]{}<>\"'“”‘’|=*]+")
_GAPS = re.compile(r"[\s,;:()\[\]]+")
_IDENTIFIER = re.compile(
    r"\b(?:HGNC|O?MIM|Entrez|NCBI Gene|Gene ?ID|Ensembl|UniProt(?:KB)?)(?: ?ID)?[ :#]{1,2}\w{1,20}"
    r"|\bENSG\d{11}\b",
    re.IGNORECASE,
)
# Words of questions that are names of genes too (CAT, REST, KIT in lower case; RNA, ER, MS in
# capitals). In any case, they never count within a sentence; alone they are looked up.
_PROSE = frozenset(
    """
    a about act age aim all also an and any are art as at be best big both but by camp can cancer
    cat cell cells chain damage dead did disease do does domain dna drug each end er et etc fact
    fat find for form from gene genes give had has have he her here hit how human if impact in
    into involved is it its key kit large let like list local me men met mice minor mouse ms my
    name new no not of off on one or other our out part pathway pathways per pi protein proteins
    rat rest rna role same set she short should small so sum tell than that the their them then
    there these they this those to top tube type up us use was we well what when where which who
    whom why will with words you your
    """.split()  # noqa: SIM905  # a list of 150 quoted words is harder to read
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was understood.

    ``status``: ``ok``, ``unknown gene``, ``ambiguous gene``, ``withdrawn gene``, ``empty
    question``, ``question too long`` or ``not text``. ``name``: the words by which the gene was
    found. ``genes``: the gene asked about, then others that a free question names. ``match``: the
    look-up of ``name``. ``free``: a question in the user's own words, not a name alone.
    """

    text: str
    status: str
    name: str = ""
    genes: tuple[Gene, ...] = ()
    match: Match | None = None
    free: bool = False
    candidates: tuple[str, ...] = ()
    note: str = ""


class QuestionReader:
    """Reads questions against one registry and the training data's question.

    ``template`` is that question, with ``{symbol}`` where the gene stands.
    """

    def __init__(self, registry: GeneRegistry, template: str) -> None:
        self._registry = registry
        self._before, _, self._after = template.partition("{symbol}")
        self._by_name: dict[str, tuple[int, ...]] | None = None

    def read(self, question: object) -> Asked:
        """What is asked; nothing is raised for a bad question, its status says what is wrong."""
        if (fault := _fault(question)) is not None:
            return fault
        text = str(question).strip()
        name = self._name_in(text)
        match = self._look_up(name)
        if match.genes or match.withdrawn:
            return _asked(text, name, match)
        if name != text or len(text.split()) == 1:
            near = self._near(name)
            return Asked(text, "unknown gene", name, match=match, candidates=near)
        return self._free(text)

    def _near(self, name: str) -> tuple[str, ...]:
        """Symbols like a name; first those with the same letters, as in TP35 for TP53."""
        letters = sorted(name.upper())
        return tuple(sorted(self._registry.suggest(name), key=lambda s: sorted(s) != letters))

    def _name_in(self, text: str) -> str:
        """The gene's name if the text is the training question, else the text itself."""
        if self._before and text.startswith(self._before) and text.endswith(self._after.strip()):
            inside = text[len(self._before) : len(text) - len(self._after.strip())]
            return inside.strip() or text
        return text

    def _look_up(self, name: str) -> Match:
        match = self._registry.find(name)
        if match.genes or match.withdrawn or len(name.split()) > _MAX_NAME_WORDS:
            return match
        return self._named(name) or match

    def _begun_by(self, text: str) -> list[str]:
        """Genes whose full name goes on from the text, as that of SHH from ``sonic hedgehog``."""
        beginning = _plain(text) + " "
        rows = [
            row for name, own in self._names().items() if name.startswith(beginning) for row in own
        ]
        return [self._registry.gene(row).symbol for row in rows[:_MAX_NEAR]]

    def _named(self, name: str) -> Match | None:
        """Genes of a full name."""
        rows = self._names().get(_plain(name), ())
        return Match(name, tuple(map(self._registry.gene, rows)), "name") if rows else None

    def _free(self, text: str) -> Asked:
        mentions = list(self._mentions(text))
        best = [match for sure, match in mentions if sure] or [match for _, match in mentions]
        if not best:
            near = [s for word in _gene_like(text) for s in self._near(word)[:2]]
            near += self._begun_by(text)
            return Asked(text, "unknown gene", free=True, candidates=tuple(dict.fromkeys(near)))
        asked = _asked(text, best[0].query, best[0], free=True)
        if asked.status != "ok":
            return asked
        genes = dict.fromkeys(match.gene for match in best if match.gene is not None)
        open_ = [match.query for match in best if match.gene is None]
        note = f"Not looked at, since no single gene has the name: {', '.join(open_)}."
        return replace(asked, genes=tuple(genes)[:MAX_GENES], note=note if open_ else "")

    def _mentions(self, text: str) -> Iterator[tuple[bool, Match]]:
        """Look-ups of the text's words, in their order, each with whether it is sure."""
        for identifier in _IDENTIFIER.finditer(text):
            match = self._registry.find(identifier[0])
            if match.genes:
                yield True, match
        words = [part for found in _WORD.finditer(text) for part in self._parts(found[0])]
        shouted = text == text.upper()
        at = 0
        while at < len(words):
            size, sure, named = self._mention(words[at : at + _MAX_NAME_WORDS], shouted)
            if named is not None:
                yield sure, named
            at += size

    def _parts(self, word: str) -> list[str]:
        """A word, or the names in it: ``TP53/GLI1`` is two, of ``p53-mediated`` the first part."""
        word = word.strip(".-–/")
        if not word or self._registry.find(word).genes:
            return [word] if word else []
        if "/" in word:
            return [name for part in word.split("/") for name in self._parts(part)]
        head, dash, _ = word.rpartition("-")
        known = self._parts(head) if dash and head else []
        return known if known and self._registry.find(known[0]).genes else [word]

    def _mention(self, words: list[str], shouted: bool) -> tuple[int, bool, Match | None]:
        """What the first of some words names: how many words belong to it, how sure it is."""
        for size in range(len(words), 1, -1):
            name = " ".join(words[:size])
            if found := self._named(name):
                return size, True, found
            apart = size <= _MAX_SPLIT_SYMBOL and any(map(str.isdigit, name))
            if apart and not any(word.lower() in _PROSE for word in words[:size]):
                match = self._registry.find(name)
                if match.genes:
                    return size, True, match
        word = words[0]
        match = self._registry.find(word)
        if word.lower() in _PROSE and (shouted or word not in self._registry.symbols):
            return 1, False, None
        if match.genes or match.withdrawn:
            digit = any(map(str.isdigit, word)) and any(map(str.isalpha, word))
            if digit or (word in self._registry.symbols and not shouted):
                return 1, True, match
            if len(word) > 2 and (word[-1].isupper() or match.how == "symbol"):
                return 1, False, match
        return 1, True, None if word.lower() in _PROSE else self._named(word)

    def _names(self) -> dict[str, tuple[int, ...]]:
        """Rows of approved genes by full name; read once, 0.1 s for all genes."""
        if self._by_name is None:
            rows: dict[str, tuple[int, ...]] = {}
            for gene in self._registry:
                if gene.approved:
                    name = _plain(gene.name)
                    rows[name] = (*rows.get(name, ()), gene.row)
            self._by_name = rows
        return self._by_name


def _plain(name: str) -> str:
    """A full name without case and punctuation, as the words of a question are compared."""
    return _GAPS.sub(" ", name).strip().casefold()


def _fault(question: object) -> Asked | None:
    if not isinstance(question, str):
        kind = type(question).__name__
        return Asked(
            str(question)[:80],
            "not text",
            note=f"A question is text (a gene's symbol, for example); this is of type {kind}.",
        )
    if not question.strip():
        return Asked("", "empty question", note="The question is empty; give a gene's symbol.")
    if len(question) > MAX_QUESTION:
        return Asked(
            question[:80] + "…",
            "question too long",
            note=f"The question has {len(question):,} characters, {MAX_QUESTION:,} are the most.",
        )
    for at, letter in enumerate(question):
        if "\ud800" <= letter <= "\udfff":
            return Asked(
                question.encode("utf-8", "backslashreplace").decode(),
                "not text",
                note=f"Character {at} is half of a surrogate pair (U+{ord(letter):04X}), which no "
                "text holds; decode the input with the right encoding.",
            )
    return None


def _asked(text: str, name: str, match: Match, *, free: bool = False) -> Asked:
    """The status of a look-up that found something."""
    symbols = tuple(gene.symbol for gene in match.genes)
    if match.gene is not None:
        return Asked(text, "ok", name, (match.gene,), match, free)
    status = "ambiguous gene" if symbols else "withdrawn gene"
    return Asked(text, status, name, (), match, free, symbols)


def _gene_like(text: str) -> list[str]:
    """Words that look like a symbol: a digit in them, or capitals only."""
    words = [w.rstrip(".-") for w in _WORD.findall(text)]
    return [
        w
        for w in words
        if 2 < len(w) < 20 and w[0].isalpha() and (w.isupper() or any(map(str.isdigit, w)))
    ][:5]
