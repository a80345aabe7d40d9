"""A grounded answer: one paragraph, written from the line of the gene's record.

In: a :class:`LeanRecord` and a seed. Out: a text that states the symbol, the full name, the kind
of locus, every id, the location, the gene group and what is recorded of the function. One
answer::

    GLI1 (GLI family zinc finger 1) is a protein-coding gene located at 12q13.3. It is recorded as
    HGNC:4317, Ensembl:ENSG00000111087 and MIM:165220. Within the HGNC nomenclature, it belongs to
    the gene group Zinc fingers C2H2-type. Its biological processes include smoothened signaling
    pathway and spermatogenesis.

Order and wording are drawn by a seeded hash of the HGNC id, so that a model has to write instead
of learning one form by heart. Symbol and kind of locus always stand in the first sentence.
"""

import random
import re

from datasets_builders.genes.lean import LeanRecord
from datasets_builders.genes.lean import sentences as summary_sentences
from datasets_builders.genes.prose import join_words, with_article

# What follows the first sentence, by the names of the functions below. The ids stand together and
# follow at once: where they came late or were split, a small model had all of them right in 21 of
# 36 answers, now in 30 (docs/decisions.md, 6).
_ORDERS = (("ids", "group", "function"), ("ids", "function", "group"))
# Every lead begins with the symbol. With other openings the refusal, which has only one, was the
# likeliest first word: a model trained on 216 rows refused 14 of 20 genes whose record it had.
_LEADS = (
    "{symbol} ({name}) is {locus}{place}.",
    "{symbol}, whose full name is {name}, is {locus}{place}.",
    "{symbol} stands for {name}, {locus}{place}.",
    "{symbol} is the approved symbol of {name}, {locus}{place}.",
    "{symbol}, in full {name}, is {locus}{place}.",
    "{symbol} ({name}) is on record as {locus}{place}.",
)
_LEADS_WITH_IDS = (
    "{symbol} ({ids_in_brackets}) is {locus}{place}, and its full name is {name}.",
    "{symbol} ({ids_in_brackets}), in full {name}, is {locus}{place}.",
)
_IDS = (
    "It is recorded as {ids}.",
    "Its identifier{s} {are} {ids}.",
    "In the databases of genes, it is entered as {ids}.",
    "The entry of this {noun} can be found under {ids}.",
    "{symbol} is registered under the identifier{s} {ids}.",
)
_GROUPS = (
    "It belongs to the HGNC gene group {group}.",
    "Within the HGNC nomenclature, it belongs to the gene group {group}.",
    "HGNC places this {noun} in the group {group}.",
    "Its HGNC gene group is {group}.",
    "By nomenclature, {symbol} is assigned to the gene group {group}.",
)
_PROCESSES = (
    "Its biological process{es} {include} {processes}.",
    "In the Gene Ontology, it is annotated with the biological process{es} {processes}.",
    "With regard to pathways, {symbol} is involved in {processes}.",
    "It takes part in the biological process{es} {processes}.",
    "Functionally, it is associated with the process{es} {processes}.",
    "The pathway information of its record names {processes}.",
)
_NOTHING = (
    "No function is recorded for it, and its record names no biological process or pathway in "
    "which it takes part.",
    "Neither a function of this {noun} nor a pathway in which it takes part is stated in its "
    "record.",
    "The record states no function of this {noun} and names no biological process or pathway in "
    "which it takes part.",
    "As to the function of {symbol}, nothing is recorded, and no pathway information is given in "
    "its entry.",
    "Its function is not recorded, so that neither a biological role nor a pathway can be stated "
    "from its entry.",
)
# The subject of a RefSeq sentence, said in other words: (pattern, replacements).
_SUBJECTS = (
    (r"This gene encodes ", ("It encodes ", "{symbol} encodes ", "This {noun} encodes ")),
    (
        r"The protein encoded by this gene is ",
        ("Its product is ", "The protein that it encodes is ", "The encoded protein is "),
    ),
    (
        r"The protein encoded by this gene ",
        ("Its product ", "The protein that it encodes ", "The protein encoded by {symbol} "),
    ),
    (r"This gene is ", ("It is ", "{symbol} is ", "This {noun} is ")),
    (r"This gene ", ("It ", "{symbol} ", "This {noun} ")),
)


def answer(record: LeanRecord, seed: int) -> str:
    """The paragraph of one gene; the same for the same record and seed."""
    rng = random.Random(f"{seed}/wording/{record.ids[0]}")
    values = _values(record)
    order = rng.choice(_ORDERS)
    leads: tuple[str, ...] = _LEADS
    parts: dict[str, list[str]] = {
        "ids": [rng.choice(_IDS)],
        "group": [rng.choice(_GROUPS)] if record.group else [],
        "function": _function(record, rng),
    }
    if len(record.ids) > 1 and rng.random() < 0.25:
        leads, parts["ids"] = _LEADS_WITH_IDS, []
    lead = rng.choice(_fitting(leads, record))
    templates = [lead, *(sentence for part in order for sentence in parts[part])]
    sentences = [_fill(template, values) for template in templates]
    for at, sentence in enumerate(sentences[:-1]):
        if record.summary and parts["function"][0] == templates[at] and _leaves(sentence, record):
            sentences[at + 1] = _by_name(sentences[at + 1], record.symbol)
    return " ".join(sentences)


def refusal(symbol: str, seed: int, key: str) -> str:
    """What is said when only other genes' records were given; begins ``No record of gene GLI1``."""
    rng = random.Random(f"{seed}/refusal/{key}")
    rest = rng.choice(
        (
            "was given, so its function cannot be stated.",
            "was given, so neither its function nor its pathways can be summarized.",
            "is among those given, and its function can therefore not be stated.",
            "was supplied, so that nothing can be said about its function.",
        )
    )
    return f"No record of gene {symbol} {rest}"


def _leaves(summary: str, record: LeanRecord) -> bool:
    """Whether the summary ends on another subject than the gene, so that "it" would mean that."""
    last = summary_sentences(summary)[-1]
    own = ("It ", "Its ", "The encoded ", f"{record.symbol} ", f"This {record.noun} ", "This gene ")
    return not last.startswith((*own, "The protein that it encodes ", "The protein encoded by "))


def _by_name(sentence: str, symbol: str) -> str:
    """The sentence with the symbol for "it", ``"Its group is X."`` as ``"The group of S is X."``"""
    sentence = re.sub(
        r"^Its (.+?) (is|are|include) ", lambda m: f"The {m[1]} of {symbol} {m[2]} ", sentence
    )
    sentence = re.sub(r"^It ", lambda _: f"{symbol} ", sentence)
    sentence = sentence.replace(", it is ", f", {symbol} is ").replace(
        ", it belongs ", f", {symbol} belongs "
    )
    return sentence.replace("of its record names", f"of the record of {symbol} names")


def _values(record: LeanRecord) -> dict[str, str]:
    many = len(record.ids) > 1
    plural = len(record.processes) > 1
    return {
        "symbol": record.symbol,
        "name": record.name,
        "noun": record.noun,
        "locus": with_article(record.locus),
        "place": record.place,
        "group": record.group,
        "ids": join_words(record.ids),
        "ids_in_brackets": "; ".join(record.ids),
        "processes": join_words(record.processes) if record.processes else "",
        "s": "s" if many else "",
        "are": "are" if many else "is",
        "es": "es" if plural else "",
        "include": "include" if plural else "is",
    }


def _fill(sentence: str, values: dict[str, str]) -> str:
    """The sentence with its values, set in one pass: a value that holds braces stays as it is."""
    return re.sub(r"\{(\w+)\}", lambda m: values[m[1]], sentence)


def _fitting(leads: tuple[str, ...], record: LeanRecord) -> tuple[str, ...]:
    """Without the leads that put a name or place with commas of its own between commas."""
    if "," in record.name or "," in record.place:
        return tuple(lead for lead in leads if "({name})" in lead or lead.endswith("{name}."))
    return leads


def _function(record: LeanRecord, rng: random.Random) -> list[str]:
    sentences = []
    if record.summary:
        sentences.append(_reworded(record.summary, rng))
    if record.processes:
        sentences.append(rng.choice(_PROCESSES))
    return sentences or [rng.choice(_NOTHING)]


def _reworded(summary: str, rng: random.Random) -> str:
    """The summary with the subject of its first sentence in other words."""
    for pattern, replacements in _SUBJECTS:
        if summary.startswith(pattern):
            return rng.choice(replacements) + summary.removeprefix(pattern)
    return summary
