"""A gene record cut down to one line that a prompt has room for.

In: a :class:`GeneRecord`. Out: the few facts that a grounded answer states, and their line::

    GLI1 | GLI family zinc finger 1 | HGNC:4317 | Ensembl:ENSG00000111087 | MIM:165220 |
    protein-coding gene | 12q13.3 | group: Zinc fingers C2H2-type | processes: smoothened signaling
    pathway; spermatogenesis

(one line). The line holds nothing that the answer leaves out, and the answer says nothing that the
line does not hold: a model that is trained on the two learns to read the record and nothing else.
Short, because a model of 135 million parameters trains on it at 200 tokens a second on two cores.
"""

import re
from dataclasses import dataclass

from datasets_builders.genes.description import location_clause
from datasets_builders.genes.groups import is_family
from datasets_builders.genes.loci import locus_of, locus_phrase
from datasets_builders.genes.prose import tidy, whole_sentences
from datasets_builders.genes.records import GeneRecord

NOTHING_RECORDED = "no function recorded"
_MAX_WORDS = 35  # of the summary
_SHORT_PROCESS = 6  # words; longer process names are taken only where there is no other
_GO_ID = re.compile(r" \(GO:\d+\)$")
_PATHWAY = re.compile(r"\b(?:pathway|signaling|cascade)\b")
# References inside a RefSeq summary, which are no part of the gene's function.
_REFERENCE = re.compile(
    r"\s*\[(?:provided|supplied) by [^\]]*\]"
    r"|\s*[\[(](?:PMID|PubMed|MIM|OMIM|summary by|see)\b[^\])]*[\])]"
    r"|[;,]?\s*\bO?MIM:?\s*\d{6}\b"
)
# The next sentence may begin with a name such as miRNA or cAMP.
_SENTENCE_END = re.compile(r"(?<=[.)])\s+(?=[A-Z0-9]|[a-z]{1,5}[A-Z])")
_STOP_INSIDE = re.compile(r"\.\)\.?$")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|et al|vs|cf|approx|subsp|sp|St|Dr|No)|\b[A-Z])\.$")
_CLAUSE_END = re.compile(
    r"; |, (?=(?:which|where|whereas|while|but|leading|resulting|thereby|including|such as)\b)"
)


@dataclass(frozen=True, slots=True)
class LeanRecord:
    """What the line of a record says. ``ids`` are written ``HGNC:4317``, ``Ensembl:ENSG...``,
    ``MIM:165220``; ``place`` is the location as the end of a clause (" located at 12q13.3").
    """

    symbol: str
    name: str
    ids: tuple[str, ...]
    locus: str
    noun: str
    location: str
    place: str
    group: str
    summary: str
    processes: tuple[str, ...]

    @property
    def text(self) -> str:
        """The record as one line."""
        fields = [self.symbol, self.name, *self.ids, self.locus, self.location]
        fields += [f"group: {self.group}"] if self.group else []
        fields += [f"processes: {'; '.join(self.processes)}"] if self.processes else []
        fields += [self.summary]
        if not self.processes and not self.summary:
            fields.append(NOTHING_RECORDED)
        return " | ".join(field for field in fields if field)


def lean(record: GeneRecord) -> LeanRecord:
    """The lean form: one gene group (a family before a class), the beginning of the summary, and
    one GO process beside a short summary, none beside a long one, or two without a summary.
    """
    place = location_clause(record.location)
    summary = condense(record.summary)
    ids = [record.hgnc_id]
    ids += [f"Ensembl:{record.ensembl_id}"] if record.ensembl_id else []
    ids += [f"MIM:{mim}" for mim in record.mim_ids]
    return LeanRecord(
        symbol=record.symbol,
        name=tidy(record.name),
        ids=tuple(ids),
        locus=locus_phrase(record),
        noun=locus_of(record).noun,
        location=tidy(record.location) if place else "",
        place=place,
        group=telling_group(record),
        summary=summary,
        processes=processes(record.go_processes)[: _room(summary)],
    )


def _room(summary: str) -> int:
    """How many processes stand beside a summary, so that the answer keeps to 80 words."""
    words = len(summary.split())
    return 0 if words > 26 else 1 if words else 2


def record_text(record: GeneRecord) -> str:
    """The line of one record, as it stands in a grounded prompt and in the registry."""
    return lean(record).text


def processes(go_processes: tuple[str, ...]) -> tuple[str, ...]:
    """Up to two GO process names, without id and of few words where there are such.

    A pathway first, since the question asks for it; then the next that says something else.

    >>> processes(("spermatogenesis (GO:0007283)", "smoothened signaling pathway (GO:0007224)"))
    ('smoothened signaling pathway', 'spermatogenesis')
    """
    names = [_GO_ID.sub("", name) for name in go_processes]
    names = [n for n in names if len(n.split()) <= _SHORT_PROCESS] or names
    if not names:
        return ()
    first = next((n for n in names if _PATHWAY.search(n)), names[0])
    others = [n for n in names if n != first]
    words = set(first.split())
    second = [n for n in others if 2 * len(words & set(n.split())) < len(n.split())] or others
    return (first, *second[:1])


def telling_group(record: GeneRecord) -> str:
    """The gene group that says most: a family, with as many words of the gene's name as possible.

    Of FGF7's groups that is "Fibroblast growth factor family" and not "Receptor ligands".
    """
    name = {word.rstrip("s") for word in record.name.lower().split()}

    def rank(group: str) -> tuple[bool, int]:
        return is_family(group), len(name & {w.rstrip("s") for w in group.lower().split()})

    return tidy(max(record.gene_groups, key=rank, default=""))  # the first of equals


def condense(summary: str) -> str:
    """The first sentence of a RefSeq summary, and the next ones as long as 35 words hold them.

    A longer first sentence is cut at the end of a clause, if it has one to cut at.
    """
    text = whole_sentences(tidy(_REFERENCE.sub("", summary)))
    if not text:
        return ""
    taken: list[str] = []
    for sentence in sentences(text):
        if sum(len(s.split()) for s in (*taken, sentence)) > _MAX_WORDS:
            break
        taken.append(sentence)
        if sum(len(s.split()) for s in taken) >= _MAX_WORDS // 2:
            break
    short = " ".join(taken) or _first_clause(sentences(text)[0])
    return _STOP_INSIDE.sub(").", short)


def sentences(text: str) -> list[str]:
    """``text`` cut after full stops, but not after abbreviations such as ``E.`` and ``e.g.``."""
    found: list[str] = []
    for part in _SENTENCE_END.split(text):
        if found and (_ABBREVIATION.search(found[-1]) or not found[-1].endswith((".", ".)"))):
            found[-1] = f"{found[-1]} {part}"
        else:
            found.append(part)
    return found


def _first_clause(sentence: str) -> str:
    ends = [m.start() for m in _CLAUSE_END.finditer(sentence)]
    fitting = [end for end in ends if 8 <= len(sentence[:end].split()) <= _MAX_WORDS]
    clauses = [c for end in fitting if (c := sentence[:end]).count("(") == c.count(")")]
    if clauses:
        return clauses[-1] + "."
    return sentence
