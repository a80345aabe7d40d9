"""A protein-images folder by hand: six proteins, pictures of one colour each, the common schema."""

import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image, ImageDraw

PAPER = "What is the name of this protein? Please summarize your answer in one sentence."
SIZE = "How large is the protein in this picture? Please answer in one sentence."
# name, colour, residues, sequence
PROTEINS: dict[str, tuple[str, str, int, str]] = {
    "P1-F1": ("Profilin-1", "red", 140, "AGWNAYIDNLMADGTCQDAAIVGYKD"),
    "P2-F1": ("Insulin", "blue", 51, "GIVEQCCTSICSLYQLENYCNFVNQH"),
    "P3-F1": ("Secretin", "green", 27, "HSDGTFTSELSRLREGARLQRLLQGLV"),
    "P4-F1": ("Glucagon", "lime", 29, "HSQGTFTSDYSKYLDSRRAQDFVQWLMNT"),
    "Q1-F1": ("Profilin-2", "#ff2222", 140, "AGWQSYVDNLMCDGCCQEAAIVGYCD"),
    "Q2-F1": ("Vasoactive intestinal peptide", "#33aa33", 28, "HSDAVFTDNYTRLRKQMAVKKYLNSILN"),
}
SIDES = {"train": ("P1-F1", "P2-F1", "P3-F1", "P4-F1"), "test": ("Q1-F1", "Q2-F1")}


def picture(colour: str, side: int = 48) -> bytes:
    """A bar of one colour, off the middle, on white: PNG."""
    image = Image.new("RGB", (side, side), "white")
    ImageDraw.Draw(image).rectangle(
        (side // 12, side // 6, side // 2 - side // 12, side - side // 6), fill=colour
    )
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def rows(structure: str) -> list[dict[str, Any]]:
    """The paper's question and that of the size."""
    name, colour, residues, _ = PROTEINS[structure]
    size = "peptide" if residues < 50 else "small protein"
    texts = {
        "paper-question": (PAPER, f"The name of this protein is {name}."),
        "size-class": (SIZE, f"This is a {size}: its chain here has {residues} residues."),
    }
    return [
        {
            "id": f"{structure}/{kind}/front",
            "task": "protein",
            "subject": name,
            "messages": [
                {"role": "user", "content": question},
                {"role": "assistant", "content": answer},
            ],
            "images": [{"bytes": picture(colour), "path": None}],
            "answer": answer,
            "group": f"cluster:{structure}",
            "stratum": "not known by name",
            "source": f"protein:{kind}",
        }
        for kind, (question, answer) in texts.items()
    ]


def make_proteins(folder: Path) -> Path:
    """Write ``folder/protein-images``: the splits train and test, and the table of structures."""
    data = folder / "protein-images"
    for split, structures in SIDES.items():
        for config in ("plddt", "structures"):
            (data / config).mkdir(parents=True, exist_ok=True)
        table = pa.Table.from_pylist([row for s in structures for row in rows(s)])
        pq.write_table(table, data / "plddt" / f"{split}.parquet")
        known = pa.Table.from_pylist([{"id": s, "sequence": PROTEINS[s][3]} for s in structures])
        pq.write_table(known, data / "structures" / f"{split}.parquet")
    note = {
        "task": "protein",
        "default_config": "plddt",
        "revision_of_content": "ab" * 32,
        "caveats": ["Six proteins."],
        "prompts": {"question": PAPER},
    }
    (data / "geneverse.json").write_text(json.dumps(note))
    return data
