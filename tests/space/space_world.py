"""A desk on the sample's registry and a tiny model whose answers are scripted."""

import sys
from collections.abc import Callable
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "postprocess"))
from pipeline_world import FACTS, Scripted, tiny_model, tiny_tokenizer

from postprocess.pipeline import GeneDescriptionPipeline
from postprocess.registry import GeneRegistry
from space.desk import Desk
from space.places import Place, Places

WRONG = (
    "GLI1 (GLI family zinc finger 1) is a protein-coding gene at 12q13.3, listed as HGNC:10997, "
    "Ensembl:ENSG00000111087 and MIM:165220."
)
# An answer that would run, were it put into the page as it is.
HOSTILE = (
    "GLI1 is <script>window.hacked=1</script><img src=x onerror='window.hacked=2'> "
    "${window.hacked=3} {{window.hacked}} HGNC:10997."
)


def places(registry: Path, pictures: Path | None = None) -> Places:
    """A registry on disk, and a model that is not there."""
    return Places(
        Place("geneverse/no-such-model", "v0.1.0"), Place(str(registry), local=True), None, pictures
    )


def scripted_desk(registry: Path, answer: str | Callable[[str], str] = WRONG) -> Desk:
    """A desk whose model says ``answer``, whatever it is asked."""
    tokenizer = tiny_tokenizer()
    model = tiny_model(tokenizer)
    model.generate = Scripted(tokenizer, answer if callable(answer) else lambda _: answer)
    genes = GeneRegistry.from_parquet(registry)
    pipeline = GeneDescriptionPipeline(
        model=model, tokenizer=tokenizer, settings=FACTS, registry=genes, device="cpu"
    )
    return Desk(places(registry), registry=genes, pipeline=pipeline)
