"""Answers about proteins that need no model: what a score is worth shows beside them.

- ``constant answer``: always the same one, chosen on the training rows: of the names the one with
  the highest mean score against the others, of other questions the most frequent answer.
- ``permuted answers``: the right answers, each given to another question of its kind.
- ``nearest picture``: the answer of the training row whose picture is most alike, seen as colours
  on a coarse grid (``pictures.embedding``).
- ``nearest sequence``: that of the training protein whose sequence shares most runs of three
  residues.
"""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from .answers import Answer, write_answers
from .metrics.protein_name import name_overlap
from .pictures import embedding, partners
from .protein_questions import NAMING, SPLITS, kind_of, right_name, structure_of
from .questions import Question

MOST = 300  # training names that are compared with each other
SEED = 20240101
RUN = 3  # residues
STRUCTURES = "structures"  # the configuration with a row a structure
Texts = list[str]


def constant_answers(questions: Sequence[Question], train: Sequence[Question]) -> Texts:
    """One answer a kind of question; ``""`` for a kind that training does not have."""
    chosen: dict[str, str] = {}
    for kind in {kind_of(q) for q in questions}:
        rows = [q for q in train if kind_of(q) == kind]
        if not rows:
            chosen[kind] = ""
        elif kind in NAMING:
            chosen[kind] = _middle(rows)
        else:
            chosen[kind] = Counter(q.reference for q in rows).most_common(1)[0][0]
    return [chosen[kind_of(q)] for q in questions]


def _middle(rows: Sequence[Question]) -> str:
    """The answer that scores best, on average, where each other name is the right one."""
    by_name = {right_name(q): q.reference for q in rows}
    names = sorted(by_name)
    if len(names) > MOST:
        names = sorted(random.Random(SEED).sample(names, MOST))

    def mean(name: str) -> float:
        return sum(name_overlap(by_name[name], other) for other in names) / len(names)

    return by_name[max(names, key=lambda name: (mean(name), name))]


def permuted_answers(questions: Sequence[Question]) -> Texts:
    """The right answer of another question of the same kind."""
    return [questions[other].reference for other in partners(questions)]


def nearest_pictures(questions: Sequence[Question], train: Sequence[Question]) -> Texts:
    """The answer of the training row of the same kind with the most similar picture (cosine)."""
    import numpy as np

    seen: dict[bytes, np.ndarray[tuple[int], np.dtype[np.float32]]] = {}

    def vector(question: Question) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
        data = question.images[0]
        if data not in seen:
            seen[data] = embedding(data)
        return seen[data]

    texts = dict.fromkeys(range(len(questions)), "")
    for kind in {kind_of(q) for q in questions}:
        rows = [q for q in train if kind_of(q) == kind]
        if not rows:
            continue
        known = np.stack([vector(q) for q in rows])
        for number, question in enumerate(questions):
            if kind_of(question) == kind:
                texts[number] = rows[int(np.argmax(known @ vector(question)))].reference
    return list(texts.values())


def nearest_sequences(
    questions: Sequence[Question], train: Sequence[Question], sequences: Mapping[str, str]
) -> Texts:
    """The answer of the training row of the same kind with the most similar sequence.

    ``sequences`` maps a structure's id to its protein's sequence. Similarity is Jaccard's index
    of the runs of three residues; of equals the first row counts.
    """
    runs = {structure: _runs(sequence) for structure, sequence in sequences.items()}
    nothing: frozenset[str] = frozenset()
    best: dict[tuple[str, str], str] = {}
    for question in questions:
        key = (kind_of(question), structure_of(question))
        if key not in best:
            own = runs.get(key[1], nothing)
            rows = [q for q in train if kind_of(q) == key[0]]
            nearest = max(
                rows, key=lambda q: _jaccard(own, runs.get(structure_of(q), nothing)), default=None
            )
            best[key] = nearest.reference if nearest else ""
    return [best[kind_of(q), structure_of(q)] for q in questions]


def _runs(sequence: str) -> frozenset[str]:
    return frozenset(sequence[n : n + RUN] for n in range(len(sequence) - RUN + 1))


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def write_protein_baselines(
    questions: Sequence[Question],
    train: Sequence[Question],
    folder: Path,
    *,
    sequences: Mapping[str, str] | None = None,
) -> list[Path]:
    """Every baseline as ``baseline-constant-answer.jsonl`` and so on; the paths written.

    Without ``sequences`` there is no ``nearest sequence``.
    """
    texts = {
        "constant answer": constant_answers(questions, train),
        "permuted answers": permuted_answers(questions),
        "nearest picture": nearest_pictures(questions, train),
    }
    if sequences:
        texts["nearest sequence"] = nearest_sequences(questions, train, sequences)
    paths: list[Path] = []
    for name, answers in texts.items():
        paths.append(folder / f"baseline-{name.replace(' ', '-')}.jsonl")
        write_answers(
            paths[-1],
            [
                Answer(
                    id=q.id,
                    subject=q.subject,
                    model=name,
                    kind="baseline",
                    prompt=q.prompt,
                    answer=text,
                    reference=q.reference,
                    stratum=q.stratum,
                )
                for q, text in zip(questions, answers, strict=True)
            ],
        )
    return paths


def read_sequences(data_folder: Path) -> dict[str, str]:
    """Id of a structure -> its protein's sequence; empty where the folder has no such table."""
    import pyarrow.parquet as pq

    found: dict[str, str] = {}
    for split in SPLITS:
        path = data_folder / STRUCTURES / f"{split}.parquet"
        if path.is_file():
            table = pq.read_table(path, columns=["id", "sequence"]).to_pydict()
            found |= dict(zip(table["id"], table["sequence"], strict=True))
    return found
