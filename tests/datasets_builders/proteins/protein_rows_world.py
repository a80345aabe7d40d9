"""Proteins of a small world, and a renderer that needs no graphics: a picture says its file."""

import hashlib
import io
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from datasets_builders.proteins.records import ProteinRecord, Refused, Rendered

RESIDUES = "ACDEFGHIKLMNPQRSTVWY"
# Swiss-Prot's composition in percent, in the order of RESIDUES.
SHARES = [8.3, 1.4, 5.5, 6.7, 3.9, 7.1, 2.3, 5.9, 5.8, 9.7, 2.4, 4.1, 4.7, 3.9, 5.5, 6.6, 5.3]
SHARES += [6.9, 1.1, 2.9]


def random_sequence(length: int, seed: object) -> str:
    """A sequence of nature's composition."""
    return "".join(random.Random(str(seed)).choices(RESIDUES, SHARES, k=length))


def relative(sequence: str, identity: float, seed: object, gaps: float = 0.01) -> str:
    """A sequence with about this share of equal residues, and a few insertions and deletions."""
    draw = random.Random(f"relative {seed}")
    made = ""
    for residue in sequence:
        if draw.random() < gaps:
            if draw.random() < 0.5:
                continue
            made += draw.choices(RESIDUES, SHARES)[0]
        if draw.random() >= identity:
            residue = draw.choices([r for r in RESIDUES if r != residue])[0]
        made += residue
    return made


def record(
    accession: str, sequence: str = "", name: str = "", fragment: int = 1, **more: Any
) -> ProteinRecord:
    """A protein of AlphaFold DB with a sequence of its own unless one is given."""
    sequence = sequence or random_sequence(200, accession)
    file = f"AF-{accession}-F{fragment}-model_v4.pdb"
    made = ProteinRecord(
        accession=accession, fragment=fragment, model_version="v4", origin="AlphaFold DB",
        name=name or f"Protein of {accession}", symbol=more.pop("symbol", None),
        organism="Homo sapiens", length=len(sequence), sequence=sequence, mean_plddt=91.2,
        plddt_share=(0.8, 0.1, 0.1, 0.0), sha256="", licence="CC-BY-4.0", file=file,
    )  # fmt: skip
    return replace(made, **more)


def file_of(one: ProteinRecord) -> tuple[str, bytes]:
    """A structure file of this world: its record."""
    return one.file, json.dumps(one.to_json()).encode()


def picture(text: str) -> bytes:
    """A PNG of 8 x 8 pixels that depends on the text."""
    digest = hashlib.sha256(text.encode()).digest() * 6
    buffer = io.BytesIO()
    Image.frombytes("RGB", (8, 8), digest).save(buffer, "PNG")
    return buffer.getvalue()


class World:
    """What stands for the renderer; ``drawn`` counts the files it was given."""

    def __init__(self) -> None:
        self.drawn: list[str] = []
        self.stop_at: int | None = None

    def render_all(
        self,
        items: Iterable[tuple[str, bytes]],
        *,
        colour: Any = "plddt",
        size: int = 336,
        views: Sequence[Any] = ("front",),
        workers: int | None = None,
    ) -> Iterator[Rendered | Refused]:
        for file, content in items:
            if self.stop_at is not None and len(self.drawn) >= self.stop_at:
                raise KeyboardInterrupt
            self.drawn.append(file)
            if content.startswith(b"broken"):
                yield Refused(file, "truncated", "the file ends after 6 bytes")
                continue
            made = ProteinRecord.from_json(json.loads(content))
            made = replace(made, sha256=hashlib.sha256(content).hexdigest(), file=file)
            for view in views:
                image = picture(f"{made.id} {colour} {view} {size}")
                yield Rendered(made, colour, view, size, image, "opengl", 0.25)


def install(monkeypatch: pytest.MonkeyPatch) -> World:
    """Put the world in the place of PyMOL."""
    world = World()

    def read(self: object, file: str, content: bytes) -> Future[tuple[float, float] | None]:
        done: Future[tuple[float, float] | None] = Future()
        done.set_result((0.4, 0.2))
        return done

    monkeypatch.setattr("datasets_builders.proteins.render.pool.render_all", world.render_all)
    monkeypatch.setattr("datasets_builders.proteins.fold.FoldReader.read", read)
    return world


def twenty() -> list[ProteinRecord]:
    """Twenty-four unrelated proteins, one of the paper's, with a relative and another fragment."""
    records = [record(f"P{n:05}", name=f"Protein kinase {n}") for n in range(21)]
    paper = record("Q2LD37", random_sequence(260, "paper"), "Bridge protein", fragment=11)
    near = record("P90001", relative(paper.sequence, 0.5, 1), "Bridge protein homolog")
    other = record("Q2LD37", random_sequence(240, "other"), "Bridge protein", fragment=3)
    return [*records, paper, near, other]
