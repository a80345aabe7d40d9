"""``factual``: the answer names the gene and gives its class and its major function. 1 or 0.

The paper: "1 if the output names the gene and gives its major function, else 0". Made exact:

1. It is an answer: not empty, and the question is not in it (a parroted prompt is none).
2. It names the gene: the symbol stands in it as a word of its own (``GLI1``, not ``GLI1-AS1``),
   and if it states HGNC or Ensembl ids, one of them is the gene's. A text whose ids are all
   another gene's is about that gene, even if it mentions this one.
3. It gives the class: the first class that it names outside the gene's own name is that of the
   locus type (``classes.py``).
4. Its major function, where one is recorded. The functional part is what the right answer takes
   from the record's summary, GO processes and gene families: the stems of their content words
   (``words.py``) without those of the symbol and name. At least half of them, and no fewer than
   two where there are two, stand in the answer. And where records of other genes stood in the
   prompt, fewer than half of what is theirs alone does.
5. Where no function is recorded: nothing invented. No sentence claims one of the words of function
   and pathway below, unless the right answer or the record has it or the sentence negates it.

The right answer scores 1, another gene's 0 (for a paralog by 2).
"""

import re
from collections.abc import Sequence

from datasets_builders.genes.groups import is_family

from ..references import Reference
from .classes import names_class
from .identifiers import identifiers_in, identifiers_of, is_answer
from .words import stems

HALF = 0.5
MIN_STEMS = 2  # one common word ("receptor") would let another gene's text pass
# Fewer stems than this cannot tell a mixed-up answer from a chance word.
MIN_FOREIGN = 3
_CLAIM = re.compile(
    r"\b(?:pathway|signal(?:l?ing)|transcription factor|enzyme|kinase|receptor|ligand|apopto\w+"
    r"|catal[yi]\w+|binds?|binding|regulat\w+|involved in|plays? an? \w*\s*role|essential for"
    r"|metaboli\w+|immun\w+ response|proliferat\w+|differentiat\w+|transport\w*|inhibit\w+"
    r"|activat\w+|promot\w+|repress\w+|develop\w+|synthesis|degradation|repair|tumou?r|cancer|disease)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:no|not|nor|none|neither|unknown|unclear|undetermined|uncharacteri[sz]ed|without|lacks?|cannot"
    r"|remains?)\b",
    re.IGNORECASE,
)


def factual(
    answer: str, right: str, reference: Reference, others: Sequence[Reference] = ()
) -> float:
    """1.0 or 0.0 by the rules above.

    ``right`` is the row's reference answer, ``reference`` the gene's registry row, ``others`` the
    registry rows of the other genes whose records stood in the prompt.
    """
    ok = (
        is_answer(answer)
        and names_gene(answer, reference)
        and gives_class(answer, reference)
        and gives_function(answer, right, reference, others)
    )
    return float(ok)


def names_gene(answer: str, reference: Reference) -> bool:
    """Rule 2."""
    if not _symbol(reference.symbol).search(answer):
        return False
    stated = {i for i in identifiers_in(answer) if i.startswith(("HGNC:", "Ensembl:"))}
    return not stated or bool(stated & identifiers_of(reference))


def gives_class(answer: str, reference: Reference) -> bool:
    """Rule 3."""
    text = re.sub(re.escape(reference.name), " ", answer, flags=re.IGNORECASE)
    return names_class(_symbol(reference.symbol).sub(" ", text), reference.locus_type)


def gives_function(
    answer: str, right: str, reference: Reference, others: Sequence[Reference] = ()
) -> bool:
    """Rules 4 and 5."""
    wanted = functional_stems(right, reference)
    if not wanted:
        return not invented_claims(answer, right, reference)
    given = stems(answer)
    known = stems(right) | _recorded(reference) | stems(reference.name)
    foreign = [_recorded(other) & stems(other.record) - known for other in others]
    mixed = any(len(f) >= MIN_FOREIGN and len(f & given) >= HALF * len(f) for f in foreign)
    enough = max(HALF * len(wanted), min(MIN_STEMS, len(wanted)))
    return len(wanted & given) >= enough and not mixed


def functional_stems(right: str, reference: Reference) -> frozenset[str]:
    """Stems of the functional part; empty where no function is recorded."""
    stated = _recorded(reference) & stems(right)
    own = stems(f"{reference.name} {reference.symbol}")
    return (stated - own) or stated


def invented_claims(answer: str, right: str, reference: Reference) -> list[str]:
    """Words of function or pathway that are claimed though no function is recorded."""
    known = f"{right} {reference.record} {reference.name}".lower()
    return [
        claim
        for sentence in re.split(r"(?<=[.;])\s+", answer)
        if not _NEGATION.search(sentence)
        for claim in _CLAIM.findall(sentence)
        if claim.lower() not in known
    ]


def _recorded(reference: Reference) -> frozenset[str]:
    # Groups such as "MicroRNAs" are classes and say nothing of a function.
    families = (group for group in reference.gene_groups if is_family(group))
    parts = (reference.summary, *reference.go_processes, *families)
    return stems(" ".join(parts))


def _symbol(symbol: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(symbol)}(?!\w|-[A-Z0-9]|\.\d)")
