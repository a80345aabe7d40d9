"""Grounded rows: the answer says what the record in the prompt says, or that there is none."""

import re
from collections import Counter

import pytest
from gene_world import gene, world

from datasets_builders.genes.grounded import (
    BESIDE,
    FOREIGN,
    GROUNDED_TEMPLATE,
    RIGHT,
    grounded_rows,
)
from datasets_builders.genes.groups import split_genes
from datasets_builders.genes.lean import NOTHING_RECORDED, condense, lean, processes, record_text
from datasets_builders.genes.loci import LOCI
from datasets_builders.genes.records import GeneRecord
from datasets_builders.genes.sample import load_sample
from datasets_builders.genes.wording import answer
from datasets_builders.schema import GENE_QUESTION, Row
from datasets_builders.splits import SIDES

SEED = 13
GLI1 = gene(
    "GLI1",
    4317,
    name="GLI family zinc finger 1",
    groups=("Zinc fingers C2H2-type",),
    processes=("spermatogenesis (GO:0007283)", "smoothened signaling pathway (GO:0007224)"),
    location="12q13.3",
)


@pytest.fixture(scope="module")
def sample() -> list[GeneRecord]:
    return load_sample()[0]


@pytest.fixture(scope="module")
def rows(sample: list[GeneRecord]) -> dict[str, list[Row]]:
    return grounded_rows(sample, split_genes(sample, seed=SEED), seed=SEED)


def shown(row: Row) -> list[str]:
    """The record lines of a row's prompt."""
    head, question = row.question.split("\n\n")
    title, *lines = head.split("\n")
    assert title == "Records:"
    assert question == GENE_QUESTION.format(symbol=row.subject)
    return lines


def test_the_record_is_one_short_line() -> None:
    assert record_text(GLI1) == (
        "GLI1 | GLI family zinc finger 1 | HGNC:4317 | Ensembl:ENSG00000004317 | MIM:104317 | "
        "protein-coding gene | 12q13.3 | group: Zinc fingers C2H2-type | "
        "processes: smoothened signaling pathway; spermatogenesis"
    )


def test_what_is_missing_leaves_no_gap_and_a_missing_function_is_said() -> None:
    bare = gene("MIR1", 7, name="microRNA 1", locus_type="RNA, micro", ensembl=False, location="")
    assert record_text(bare) == f"MIR1 | microRNA 1 | HGNC:7 | microRNA gene | {NOTHING_RECORDED}"


def test_an_answer_states_every_fact_of_the_line(sample: list[GeneRecord]) -> None:
    for record in sample:
        short = lean(record)
        text = answer(short, SEED)
        for fact in (short.symbol, short.name, *short.ids, short.locus, short.group):
            assert fact in text, (record.symbol, fact)
        for process in short.processes:
            assert process in text
        assert short.location.split(" ")[0].replace("mitochondria", "") in text


def test_an_answer_says_nothing_beyond_its_line(sample: list[GeneRecord]) -> None:
    """With its facts taken out, only words of the forms are left, the same for many genes."""
    left: Counter[str] = Counter()
    for record in sample:
        short = lean(record)
        text = answer(short, SEED)
        facts = [short.name, *short.ids, *short.processes, short.group, short.place, short.locus]
        for fact in sorted(filter(None, facts), key=len, reverse=True):
            text = text.replace(fact, " ")
        text = text.replace(short.symbol, " ")
        left.update(set(re.findall(r"[A-Za-z0-9:-]+", text)))
    rare = [word for word, count in left.items() if count < 2]
    assert not rare, rare
    assert len(left) < 150


def test_answers_are_one_paragraph_of_25_to_80_words(rows: dict[str, list[Row]]) -> None:
    words = []
    for row in (r for split in rows.values() for r in split if r.source != FOREIGN):
        assert "\n" not in row.answer and "  " not in row.answer
        assert row.answer.endswith(".") and not row.answer.endswith("..")
        words.append(len(row.answer.split()))
    assert min(words) >= 25 and max(words) <= 80
    assert sum(w >= 40 for w in words) > 0.9 * len(words)


def test_there_are_many_forms(sample: list[GeneRecord]) -> None:
    forms = set()
    for record in sample:
        short = lean(record)
        text = answer(short, SEED)
        forms.add(tuple(s.split()[0] for s in re.split(r"(?<=\.) ", text)[1:] if s))
    assert len(forms) > 20
    assert len({answer(lean(GLI1), seed) for seed in range(60)}) > 40


@pytest.mark.parametrize("locus_type", sorted(LOCI))
def test_every_locus_type_has_a_sentence_with_the_right_article(locus_type: str) -> None:
    record = gene("AB1", 5, locus_type=locus_type)
    first = answer(lean(record), SEED)
    assert re.search(r"\b(an? )" + re.escape(lean(record).locus), first)
    assert not re.search(r"\ba [aeio]|\ban [^aeiouAEIOMRSLFHNX]", first), first


def test_the_kinds_come_in_their_shares(rows: dict[str, list[Row]]) -> None:
    kinds = Counter(r.source for r in rows["train"])
    total = sum(kinds.values())
    assert kinds[RIGHT] / total == pytest.approx(0.50, abs=0.1)
    assert kinds[BESIDE] / total == pytest.approx(0.35, abs=0.1)
    assert kinds[FOREIGN] / total == pytest.approx(0.15, abs=0.06)


def test_right_and_beside_rows_show_the_right_record_and_foreign_rows_do_not(
    rows: dict[str, list[Row]], sample: list[GeneRecord]
) -> None:
    lines = {r.symbol: record_text(r) for r in sample}
    positions = Counter()
    for row in (r for split in rows.values() for r in split):
        given = shown(row)
        assert len(set(given)) == len(given)
        if row.source == RIGHT:
            assert given == [lines[row.subject]]
        elif row.source == BESIDE:
            assert lines[row.subject] in given and 2 <= len(given) <= 5
            positions[given.index(lines[row.subject])] += 1
        else:
            assert 1 <= len(given) <= 2
            assert lines[row.subject] not in given
            assert row.answer.startswith(f"No record of gene {row.subject} ")
    assert min(positions[0], positions[1]) > 20


def test_foreign_records_are_from_the_same_side(
    rows: dict[str, list[Row]], sample: list[GeneRecord]
) -> None:
    side = split_genes(sample, seed=SEED).side
    for split, found in rows.items():
        for row in found:
            for line in shown(row):
                other = side[line.split(" | ")[0]]
                assert other is not None and SIDES[other] == SIDES[split]


def test_some_foreign_records_are_close_in_the_alphabet(rows: dict[str, list[Row]]) -> None:
    close = sum(
        any(
            line[:3] == row.subject[:3]
            for line in shown(row)
            if line.split(" | ")[0] != row.subject
        )
        for row in rows["train"]
        if row.source != RIGHT
    )
    assert close > 20


def test_evaluation_asks_each_gene_with_its_record_and_all_paper_genes_without(
    rows: dict[str, list[Row]],
) -> None:
    for split in ("validation", "test", "paper"):
        with_record = [r.subject for r in rows[split] if r.source != FOREIGN]
        without = [r for r in rows[split] if r.source == FOREIGN]
        assert len(with_record) == len(set(with_record))
        assert all(r.id.endswith("/grounded-foreign") for r in without)
        if split == "paper":
            assert {r.subject for r in without} == set(with_record)
    assert all(r.id.endswith("/grounded") for r in rows["train"])


def test_rows_do_not_depend_on_the_order_of_the_records() -> None:
    records = world(30)
    one = grounded_rows(records, split_genes(records, seed=1), seed=1)
    two = grounded_rows(records[::-1], split_genes(records[::-1], seed=1), seed=1)
    assert one == two
    assert one != grounded_rows(records, split_genes(records, seed=1), seed=2)


def test_a_side_with_one_gene_asks_with_its_own_record_only() -> None:
    records = [gene("GLI1", 4317)]
    found = grounded_rows(records, split_genes(records, seed=1), seed=1)
    assert [r.source for r in found["paper"]] == [RIGHT]


def test_the_template_is_the_prompt() -> None:
    assert GROUNDED_TEMPLATE.format(records="A\nB", question="Q") == "Records:\nA\nB\n\nQ"


@pytest.mark.parametrize(
    ("summary", "short"),
    [
        ("", ""),
        (
            "It binds DNA. " + "It does more and more. " * 9,
            "It binds DNA." + " It does more and more." * 3,
        ),
        (
            "This gene encodes a kinase (PMID: 123456). It is found in E. coli and in man "
            "[provided by RefSeq, Jul 2008].",
            "This gene encodes a kinase. It is found in E. coli and in man.",
        ),
        ("It binds Rb (a protein.)", "It binds Rb (a protein)."),
        ("It binds NAK (TBK1; MIM 604834).", "It binds NAK (TBK1)."),
        (
            "miRNAs are short RNAs. miRNAs are transcribed " + "by a polymerase " * 12 + "first.",
            "miRNAs are short RNAs.",
        ),
        (
            "The protein binds " + "one and " * 10 + "two, which is " + "long and " * 12 + "long.",
            "The protein binds " + "one and " * 10 + "two.",
        ),
    ],
)  # fmt: skip
def test_a_summary_is_cut_at_a_sentence_or_clause(summary: str, short: str) -> None:
    assert condense(summary) == short


def test_a_summary_that_exists_is_never_called_no_function() -> None:
    record = gene("A1", 1, summary="Word " * 80 + "end.")
    assert NOTHING_RECORDED not in record_text(record)


def test_the_summary_speaks_of_the_gene_by_name() -> None:
    record = gene("A1", 1, summary="The channels are complexes.", groups=("Channels",))
    for seed in range(40):
        after = answer(lean(record), seed).partition("The channels are complexes. ")[2]
        assert not re.match(r"It |Its |[^.]*, it ", after), after


def test_processes_start_with_a_pathway_and_do_not_say_the_same_twice() -> None:
    names = ("canonical Wnt signaling pathway", "Wnt signaling pathway", "cell migration")
    assert processes(names) == ("canonical Wnt signaling pathway", "cell migration")
    assert processes(("translation (GO:0006412)",)) == ("translation",)
    assert processes(()) == ()
