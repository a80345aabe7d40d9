"""``geneverse data ...``: genes and their registry, proteins, tissue sections, texts by a model."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from datasets_builders.errors import DataError
from datasets_builders.proteins.cli import proteins_command
from datasets_builders.spatial.cli import spatial_command

if TYPE_CHECKING:
    from datasets_builders.genes.build import BuildReport
    from datasets_builders.genes.endpoint import EndpointReport
    from datasets_builders.genes.records import GeneRecord
    from datasets_builders.provenance import Provenance

data_app = typer.Typer(
    help="Build the data sets of genes, proteins and tissue sections; have texts written.",
    no_args_is_help=True,
)
Symbols = Annotated[
    str, typer.Option(help="Only these genes, with commas: GLI1,TP53. Aliases are understood.")
]
Source = Annotated[
    Path | None,
    typer.Option(help="Folder of source files (hgnc_complete_set.txt.gz, gene_info.gz, ...)."),
]
GoGmt = Annotated[
    Path | None, typer.Option(help="GMT file of GO processes, used where gene2go is missing.")
]
Answers = Annotated[Path, typer.Option(help="Answers file to append to (JSON Lines).")]
BaseUrl = Annotated[
    str | None, typer.Option(help="Address of the endpoint, https://.../v1 (or OPENAI_BASE_URL).")
]
ApiKey = Annotated[
    str | None, typer.Option(help="Key; better in OPENAI_API_KEY, where no history keeps it.")
]
Model = Annotated[str | None, typer.Option(help="Model to ask (or OPENAI_MODEL).")]
Concurrency = Annotated[int, typer.Option(min=1, help="Questions asked at once.")]


@data_app.command("genes")
def genes_command(
    out: Annotated[Path, typer.Option(help="Folder below which the two folders are made.")],
    source: Source = None,
    sample: Annotated[
        bool, typer.Option("--sample", help="Use the embedded sample of 385 genes (the default).")
    ] = False,
    go_gmt: GoGmt = None,
    download: Annotated[
        bool, typer.Option("--download", help="First get the files from HGNC and NCBI to SOURCE.")
    ] = False,
    symbols: Symbols = "",
    seed: Annotated[
        int | None, typer.Option(help="Seed of splits and wordings. (default: 13)")
    ] = None,
    config: Annotated[
        list[str] | None,
        typer.Option(help="Configuration to make; repeat for more. (default: all four)"),
    ] = None,
) -> None:
    """Build OUT/gene-instructions and OUT/gene-registry from gene records.

    Without --source the embedded sample is used.

    With --symbols only the registry is made; without --source NCBI is asked.

    Example: geneverse data genes --source downloads/genes --download --out build/data
    """
    if sample and (source or download):
        raise DataError("--sample and --source are two sources; give one of them")
    if download:
        _download(source)
    if wanted := _split(symbols):
        if seed is not None or config:
            raise DataError("--symbols makes the registry only: leave --seed and --config out")
        _registry_of(wanted, source, sample, go_gmt, out)
        return
    from datasets_builders.genes.build import DEFAULT_SEED, build
    from datasets_builders.genes.rows import CONFIGS

    records, provenance = _read(source, go_gmt)
    if provenance.absent:
        print(f"not in {source}, so left out: {', '.join(provenance.absent)}\n")
    seed = DEFAULT_SEED if seed is None else seed
    _print_report(build(records, provenance, out, seed=seed, configs=config or CONFIGS))


data_app.command("proteins")(proteins_command)
data_app.command("spatial")(spatial_command)


@data_app.command("rephrase")
def rephrase_command(
    out: Answers,
    source: Source = None,
    go_gmt: GoGmt = None,
    symbols: Symbols = "",
    base_url: BaseUrl = None,
    api_key: ApiKey = None,
    model: Model = None,
    concurrency: Concurrency = 8,
) -> None:
    """Have the paragraph of each gene rewritten by a model behind an OpenAI-compatible endpoint.

    Answers are kept as they come; run the command again to go on.

    Without --source the embedded sample is used.

    Example: geneverse data rephrase --symbols GLI1,TP53 --model my-model --out rephrased.jsonl
    """
    from datasets_builders.genes.chat import Endpoint
    from datasets_builders.genes.endpoint import rephrase

    endpoint = Endpoint.of(base_url, api_key, model, concurrency=concurrency)
    _print_answers(rephrase(_chosen(source, go_gmt, symbols), out, endpoint=endpoint))


@data_app.command("synthesize")
def synthesize_command(
    out: Answers,
    source: Source = None,
    go_gmt: GoGmt = None,
    symbols: Symbols = "",
    base_url: BaseUrl = None,
    api_key: ApiKey = None,
    model: Model = None,
    concurrency: Concurrency = 8,
) -> None:
    """Ask a model the paper's question about each protein-coding gene (others are skipped).

    Answers are kept as they come; run the command again to go on.

    Without --source the embedded sample is used.

    Example: geneverse data synthesize --source downloads/genes --model my-model --out texts.jsonl
    """
    from datasets_builders.genes.chat import Endpoint
    from datasets_builders.genes.endpoint import synthesize

    endpoint = Endpoint.of(base_url, api_key, model, concurrency=concurrency)
    _print_answers(synthesize(_chosen(source, go_gmt, symbols), out, endpoint=endpoint))


def _chosen(source: Path | None, go_gmt: Path | None, symbols: str) -> "list[GeneRecord]":
    from datasets_builders.genes.hgnc import APPROVED
    from datasets_builders.genes.lookup import pick

    records, _ = _read(source, go_gmt)
    if wanted := _split(symbols):
        return pick(records, wanted)
    return [record for record in records if record.status == APPROVED]


def _split(symbols: str) -> list[str]:
    wanted = [s.strip() for s in symbols.split(",") if s.strip()]
    if symbols and not wanted:
        raise DataError(f"--symbols {symbols!r} names no gene; write --symbols GLI1,TP53")
    return wanted


def _print_answers(report: "EndpointReport") -> None:
    print(f"{report.written} answers written to {report.out}, {report.already} were there already")
    for reason, symbols in report.skipped.items():
        print(f"{len(symbols)} genes skipped: {reason}")
    for what, symbols in {"empty": report.empty, "cut off": report.cut_off}.items():
        if symbols:
            print(f"{len(symbols)} answers {what} and not kept: {', '.join(symbols[:5])}")
    if report.dropped_line:
        print("the last line of an interrupted run was cut off; it was dropped and asked again")


def _read(source: Path | None, go_gmt: Path | None) -> "tuple[list[GeneRecord], Provenance]":
    if source is not None:
        from datasets_builders.genes.sources import read_folder

        return read_folder(source, go_gmt=go_gmt)
    if go_gmt is not None:
        raise DataError("--go-gmt goes with --source: the embedded sample has its GO processes")
    from datasets_builders.genes.sample import load_sample

    return load_sample()


def _download(source: Path | None) -> None:
    if source is None:
        raise DataError("--download needs --source: the folder where the files are to be kept")
    from datasets_builders.genes.download import download

    for file in download(source):
        print(f"{file.file}: {file.size:,} bytes, sha256 {file.sha256[:12]}..., {file.date}")


def _registry_of(
    wanted: list[str], source: Path | None, sample: bool, go_gmt: Path | None, out: Path
) -> None:
    from datasets_builders.genes.description import describe
    from datasets_builders.genes.lean import record_text
    from datasets_builders.genes.registry import write_registry

    if source is None and not sample:
        from datasets_builders.genes.eutils import fetch_symbols

        records, provenance = fetch_symbols(wanted)
    else:
        from datasets_builders.genes.lookup import pick

        records, provenance = _read(source, go_gmt)
        records = pick(records, wanted)
    folder = write_registry(records, provenance, out, record_text)
    for record in records:
        print(f"{record.symbol}: {describe(record)}\n")
    print(f"{len(records)} genes in {folder}")
    print("next: geneverse correct, with this registry, or --source for a data set with splits")


def _print_report(report: "BuildReport") -> None:
    splits = ("train", "validation", "test", "paper")
    print(f"{'rows':<12}" + "".join(f"{split:>12}" for split in splits))
    for config, rows in report.rows.items():
        print(f"{config:<12}" + "".join(f"{rows[split]:>12,}" for split in splits))
    print(f"\n{report.audit.table()}")
    print(
        f"no leak; {report.audit.dropped:,} of {report.genes:,} genes are in no split: they "
        "bridge two sides\n"
    )
    print(f"data set: {report.instructions}\nregistry: {report.registry}")
    print(
        "next: geneverse train recipes/smollm2-135m-gene-grounded-lora.yaml --cpu "
        f"--data {report.instructions}"
    )
