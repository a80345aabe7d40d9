"""The commands of the pipeline: ``geneverse describe`` and ``geneverse pipeline ...``."""

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from .cli import ENVIRONMENT, open_registry
from .endpoint_files import add_handler
from .errors import PostprocessError
from .gene_lists import read_names
from .pinned import REGISTRY_ID
from .publish_files import add_pipeline, write_pipeline_repo
from .show import printable

MODEL = "geneverse/smollm2-135m-gene-grounded-lora"
pipeline_app = typer.Typer(
    help="Lay out the pipeline's code for the Hub: as a repo, beside merged weights, as a handler.",
    no_args_is_help=True,
)
Pin = Annotated[
    str | None,
    typer.Option(help="Tag or commit of the gene registry that the code takes, e.g. v0.1.0."),
]
RegistryId = Annotated[str, typer.Option(help="The gene registry's repo.")]


def describe_command(
    genes: Annotated[
        list[str],
        typer.Argument(help="Symbols, aliases, identifiers or questions; @LIST has one a line."),
    ],
    model: Annotated[
        str, typer.Option(help="Adapter or merged model: a Hub id or a folder.")
    ] = MODEL,
    revision: Annotated[str | None, typer.Option(help="Its tag or commit on the Hub.")] = None,
    base: Annotated[
        str | None, typer.Option(help="Folder of the base, where the Hub is not to be asked.")
    ] = None,
    registry: Annotated[
        str | None,
        typer.Option(
            help="genes.parquet, its folder, or a Hub id (id@revision). (default: "
            f"${ENVIRONMENT}, else the one that the model names)"
        ),
    ] = None,
    batch_size: Annotated[int, typer.Option(help="Questions answered together.", min=1)] = 8,
    max_new_tokens: Annotated[int, typer.Option(help="Longest answer.", min=1)] = 256,
    device: Annotated[
        str | None, typer.Option(help="cpu, cuda, cuda:1, mps; left out: the best that is there.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a gene, with edits, record and prompt.")
    ] = False,
) -> None:
    """Describe genes with a model, every identifier checked against the registry.

    Example: geneverse describe GLI1 p53 --model geneverse/smollm2-135m-gene-grounded-lora
    """
    names = read_names(genes, None, sys.stdin)
    try:
        from .pipeline import GeneDescriptionPipeline
    except ImportError as error:
        raise PostprocessError(
            f"{error.name} is not installed, which a model needs: pip install 'geneverse[train]'"
        ) from error
    named = registry or os.environ.get(ENVIRONMENT)
    describe = GeneDescriptionPipeline.from_pretrained(
        model,
        revision=revision,
        base=base,
        registry=open_registry(named) if named else None,
        device=device,
    )
    found = describe(iter(names), batch_size=batch_size, max_new_tokens=max_new_tokens)
    for result in _with_progress(found, len(names)):
        print(json.dumps(result, ensure_ascii=True) if as_json else _shown(result), flush=True)


def _with_progress(results: Iterable[Any], total: int) -> Iterable[Any]:
    from tqdm import tqdm

    return tqdm(results, total=total, unit="gene", disable=total < 2 or not sys.stderr.isatty())


def _shown(result: dict[str, Any]) -> str:
    head = result["query"]
    if result["symbol"] and result["symbol"] != head:
        head += f" ({result['symbol']})"
    lines = [f"{head}: {result['status']}", f"  {result['answer']}"]
    for edit in result["edits"]:
        lines.append(f"  edit: {edit['before']!r} -> {edit['after']!r} ({edit['field']})")
    if result["note"]:
        lines.append(f"  note: {result['note']}")
    return printable("\n".join(lines))


@pipeline_app.command("write")
def write_command(
    out: Annotated[Path, typer.Argument(help="Folder of the repo; made, or replaced.")],
    registry_revision: Pin = None,
    registry_id: RegistryId = REGISTRY_ID,
) -> None:
    """Lay out the repo geneverse/gene-pipeline: code, requirements, the pinned registry.

    Example: geneverse pipeline write build/demo/gene-pipeline --registry-revision v0.1.0
    """
    write_pipeline_repo(out, registry_revision=registry_revision, registry_id=registry_id)
    print(f"written: {out}, {len(list(out.iterdir()))} files")


@pipeline_app.command("add")
def add_command(
    folder: Annotated[Path, typer.Argument(help="Folder of merged weights with geneverse.json.")],
    registry_revision: Pin = None,
    registry_id: RegistryId = REGISTRY_ID,
) -> None:
    """Put the pipeline beside merged weights, for pipeline("gene-description", trust_remote_code).

    Example: geneverse pipeline add build/merged/smollm2-135m-gene-grounded
    """
    names = add_pipeline(folder, registry_revision=registry_revision, registry_id=registry_id)
    print(f"added to {folder}: {len(names)} files")


@pipeline_app.command("handler")
def handler_command(
    folder: Annotated[Path, typer.Argument(help="Folder of an adapter or merged model.")],
    registry_revision: Pin = None,
    registry_id: RegistryId = REGISTRY_ID,
) -> None:
    """Put handler.py and requirements.txt into a model's folder, for Inference Endpoints.

    Example: geneverse pipeline handler build/demo/smollm2-135m-gene-grounded-lora
    """
    names = add_handler(folder, registry_revision=registry_revision, registry_id=registry_id)
    print(f"added to {folder}: {len(names)} files")
