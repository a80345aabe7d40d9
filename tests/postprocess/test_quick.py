"""The fast way of the correction gives what the whole engine gives, or gives up."""

import random
from collections.abc import Callable, Iterator

import pytest
from generated import KINDS, World, answer_about
from generated.world import values
from hypothesis import given, settings
from hypothesis import strategies as st

from postprocess import quick as fast
from postprocess.correct import _correct, correct
from postprocess.facts import book_of
from postprocess.quick import quick
from postprocess.registry import GeneRegistry

_SENTENCES = (
    "{S} ({N}) is a protein-coding gene located at {place}.",
    "The official symbol of this gene, provided by HGNC, is {S}, and its full name is {N}.",
    "The primary source is {hgnc_id}; further identifiers are {ensembl_id} and {mim_ids}.",
    "It is recorded as {hgnc_id}, {ensembl_id} and {mim_ids}.",
    "Its numbers are {entrez_id} and {mim_ids}.",
    "It is also known as {names}.",
    "{S} ({hgnc_id}) acts in other cells of the brain.",
    "{S} is {ensembl_id}, and its product is {uniprot_ids}.",
    "It is {alliance_id} in the alliance.",
    "HGNC places this gene in the HGNC gene group Kinases.",
    "It was described in families and takes part in growth.",
    "It acts with {O} and interleukin-6 in the G2 phase.",
    "{O} ({hgnc_id}) binds it.",
    "It is called so in the mitochondrial matrix of the X chromosome.",
    "See OMIM {mim} for more.",
    "Its OMIM number is OMIM {mim}.",
    "and on and on and on and on and on and on and on",
)
_FORMS = {
    "hgnc_id": ("HGNC:{}", "HGNC:HGNC:{}"),
    "alliance_id": ("AllianceGenome:HGNC:{}",),
    "ensembl_id": ("Ensembl:{}", "{}"),
    "mim_ids": ("MIM:{}", "OMIM:{}", "MIM {}"),
    "entrez_id": ("GeneID:{}",),
    "uniprot_ids": ("UniProt:{}", "UniProtKB:{}"),
}


@pytest.fixture(scope="session")
def world(registry: GeneRegistry) -> World:
    return World(registry)


def _plain_answer(world: World, rng: random.Random) -> tuple[str, str]:
    """Symbol and text: sentences of plain forms, with values that are right or wrong."""
    gene, other = rng.sample(world.genes, 2)

    def value(kind: str) -> str:
        owner = gene if rng.random() < 0.6 else rng.choice(world.genes)
        return rng.choice(values(owner, kind) or ["ENSG00000000000" if "ens" in kind else "600619"])

    def sentence() -> str:
        known = [*gene.aliases, *gene.previous_symbols, "ZQ1", "ZQ2", other.symbol]
        names = rng.sample(known, rng.randint(1, 3))
        said = {kind: rng.choice(forms).format(value(kind)) for kind, forms in _FORMS.items()}
        return rng.choice(_SENTENCES).format(
            S=gene.symbol, N=gene.name, O=other.symbol, mim=value("mim_ids"),
            place=rng.choice((gene.location, gene.location, other.location)),
            names=rng.choice(("; ", ", ")).join(names), **said,
        )  # fmt: skip

    first = f"{gene.symbol} is a gene."
    return gene.symbol, " ".join([first, *(sentence() for _ in range(rng.randint(0, 4)))])


def _compare(text: str, registry: GeneRegistry, symbol: str | None, insert: bool) -> bool | None:
    """Whether both ways agree; ``None`` where the fast one gave up."""
    found = quick(text, registry, symbol, insert)
    if found is None:
        return None
    whole = _correct(text, book_of(registry), symbol, insert)
    return found == (whole.text, whole.edits, whole.symbol, whole.unverified)


def _plain_answers(
    world: World, registry: GeneRegistry, cases: int
) -> Iterator[tuple[str, str, bool]]:
    rng = random.Random(7)
    for case in range(cases):
        symbol, text = _plain_answer(world, rng)
        yield symbol, text, case % 2 == 0
        yield symbol, correct(text, registry, symbol=symbol).text, case % 2 == 0


def test_plain_answers_are_corrected_as_by_the_whole_engine(
    registry: GeneRegistry, world: World
) -> None:
    results = [
        (_compare(text, registry, symbol, insert), symbol, text)
        for symbol, text, insert in _plain_answers(world, registry, 800)
    ]
    assert [case for case in results if case[0] is False] == []
    assert sum(case[0] is True for case in results) > len(results) / 5


@settings(deadline=None, max_examples=300)
@given(st.integers(min_value=0), st.booleans())
def test_any_plain_answer_is_corrected_as_by_the_whole_engine(
    registry: GeneRegistry, world: World, seed: int, insert: bool
) -> None:
    symbol, text = _plain_answer(world, random.Random(seed))
    assert _compare(text, registry, symbol, insert) is not False, text


@pytest.mark.parametrize("kind", KINDS)
def test_answers_of_every_kind_are_corrected_as_by_the_whole_engine(
    registry: GeneRegistry, world: World, kind: str
) -> None:
    rng = random.Random(kind)
    for case in range(40):
        answer = answer_about(world.draw(rng), world, rng, kind)
        done = correct(answer.text, registry, symbol=answer.asked)
        for text in (answer.text, done.text):
            assert _compare(text, registry, answer.asked, case % 2 == 0) is not False, text


@pytest.mark.parametrize(
    ("name", "put_in"),
    [
        ("is_plain", lambda core, symbols: True),
        ("fits_in", lambda core, words, at: True),
        ("repeats", lambda text, words: False),
        ("are_hosted", lambda answer, items: True),
        ("_are_placed", lambda found, words, gene: True),
    ],
)
def test_the_comparison_finds_a_fast_way_that_lets_too_much_pass(
    registry: GeneRegistry,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    put_in: Callable[..., bool],
) -> None:
    """Each of the checks is needed: without it the two ways differ on these answers."""
    cases = [*_plain_answers(world, registry, 300), *_TRAPS]
    fresh = GeneRegistry.from_parquet(registry.path)  # what was found plain is kept with it
    monkeypatch.setattr(fast, name, put_in)
    assert any(_compare(text, fresh, symbol, ins) is False for symbol, text, ins in cases)


_TRAPS: tuple[tuple[str, str, bool], ...] = (
    ("GLI1", "GLI1 is also called A1 and A2.", False),
    ("GLI1", "GLI1 has other names: A1.", False),
    ("GLI1", "GLI1 acts in cells (lupus HGNC:16466) of skin.", False),
    ("GLI1", "GLI1 is HGNC:4317 and HGNC:4317.", False),
)


@pytest.mark.parametrize(
    "text",
    [
        "GLI1 is HGNC #10997.",
        "GLI1 is HGNC:10997 and SUFU is HGNC:4317.",
        "GLI1 is HGNC:10997 and HGNC:4317.",
        "GLI1 is also called ZQ1.",
        "GLI1 is on chromosome 7.",
        "GLI1 is on the X chromosome.",
        "It is HGNC:10997.",
        "GLI1 is **HGNC:10997**.",
        "GLI1 is\nHGNC:10997.",
        "GLI1 is the gene α, HGNC:10997.",
        "GLI1 lies at 7q36.",
        "GLI1 has OMIM number 600619.",
        "GLI1, lupus (MIM:152700).",
        "GLI1 <p> is HGNC:10997.",
        "GLI1 ### is HGNC:10997.",
        "GLI1 ( is HGNC:10997.",
        "GLI1 ) is HGNC:10997.",
        "GLI1 \x07 is HGNC:10997.",
        "GLI1 \x01 is HGNC:10997.",
        "GLI1 acts. GLI family zinc finger 1 is listed in HGNC, and GLI1 is HGNC:10997.",
        "GLI1 is on chromosome GLI family zinc finger 1 chromosome.",
    ],
)
def test_what_is_unusual_is_left_to_the_whole_engine(registry: GeneRegistry, text: str) -> None:
    assert quick(text, registry, "GLI1", False) is None


def test_a_plain_answer_is_not_left_to_it(registry: GeneRegistry) -> None:
    text = "GLI1 is HGNC:10997 and MIM:600619. It is also known as ZQ1; ZQ2. It acts in cells."
    found = quick(text, registry, "GLI1", True)
    assert found is not None
    assert (
        found[0] == "GLI1 is HGNC:4317 and MIM:165220. It is also known as GLI. It acts in cells."
    )
    assert quick(found[0], registry, "GLI1", True) == (found[0], (), "GLI1", ())


def test_a_withdrawn_gene_and_one_that_is_not_named_are_left_to_it(registry: GeneRegistry) -> None:
    assert quick("GONE1 is a gene.", registry, "GONE1", False) is None
    assert quick("GLI1 is a gene.", registry, None, False) is None
