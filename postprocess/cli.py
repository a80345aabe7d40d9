"""The commands of this room: ``geneverse correct``, ``gene`` and ``registry diff``."""

import json
import os
import re
import shutil
import sys
import textwrap
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from .answers import correct_answers, read_answers, write_answers
from .compare import compare, comparison_text
from .edits import Edit
from .errors import PostprocessError
from .gene import Match
from .gene_lists import read_names
from .gene_text import (
    candidates_text,
    found_by,
    gene_text,
    match_json,
    missing_json,
    namesakes,
    visible,
)
from .registry import GeneRegistry
from .show import marked, printable, summary

ENVIRONMENT = "GENEVERSE_REGISTRY"
HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*/(?!.*\.parquet$)[A-Za-z0-9][\w.-]*")
Registry = Annotated[
    str | None,
    typer.Option(
        help="genes.parquet, its folder, or a data set on the Hub (id, or id@revision). "
        f"(default: ${ENVIRONMENT})"
    ),
]


def open_registry(path: str | Path | None) -> GeneRegistry:
    """The registry of ``--registry`` or of the environment: a file, a folder or a Hub id.

    Raises:
        PostprocessError: neither is given, or the file cannot be read.
    """
    given = path or os.environ.get(ENVIRONMENT)
    if not given:
        raise PostprocessError(
            f"no gene registry: give --registry PATH or set {ENVIRONMENT}; "
            "`geneverse data genes --sample --out build/data` makes "
            "build/data/gene-registry/genes.parquet"
        )
    return open_named(str(given))


def open_named(name: str) -> GeneRegistry:
    """A registry by its file, its folder, or ``namespace/name[@revision]`` on the Hub."""
    repo_id, _, revision = name.partition("@")
    if Path(name).exists() or not HUB_ID.fullmatch(repo_id):
        return GeneRegistry.from_parquet(name)
    return GeneRegistry.from_pretrained(repo_id, revision=revision or None)


def correct_command(
    source: Annotated[
        str, typer.Argument(help="A text, an answers file (.jsonl), or - for standard input.")
    ] = "-",
    registry: Registry = None,
    out: Annotated[
        Path | None, typer.Option(help="Where the corrected answers go (JSON Lines).")
    ] = None,
    symbol: Annotated[
        str | None, typer.Option(help="Gene the text is about; left out: read from the text.")
    ] = None,
    aliases: Annotated[
        bool, typer.Option(help="Add the right alias sentence where the answer has none.")
    ] = True,
    show: Annotated[
        bool, typer.Option("--show", help="Print each answer with [-removed-] and {+added+}.")
    ] = False,
) -> None:
    """Set identifiers and aliases in answers right from the gene registry.

    A text or standard input is printed corrected; a file of answers is written to --out.

    Example: geneverse correct answers/adapter.jsonl --out answers/corrected.jsonl --show
    """
    genes = open_registry(registry)
    if source.endswith(".jsonl"):
        if out is None:
            raise PostprocessError(f"answers {source}: give --out for the corrected answers")
        rows = read_answers(Path(source))
    else:
        text = sys.stdin.read() if source == "-" else source
        rows = [{"id": "text", "subject": symbol, "model": "", "answer": text}]
    if symbol:
        rows = [{**row, "subject": symbol} for row in rows]
    done = correct_answers(rows, genes, insert_aliases=aliases)
    if show:
        for before, after in zip(rows, done, strict=True):
            edits = [Edit(**edit) for edit in after["edits"]]
            print(f"== {after['id']}\n{marked(before['answer'], edits)}\n")
    elif out is None:
        print(printable(done[0]["answer"]))
    if out is not None:
        write_answers(out, done)
        print(f"written: {out}")
    print(summary(done), file=sys.stdout if out or show else sys.stderr)
    for row in done:
        if row["unverified"] and out is None:
            print(f"not verified: {', '.join(row['unverified'])}", file=sys.stderr)


def gene_command(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            help="Symbols, aliases, full names, identifiers or addresses of gene pages; "
            "@LIST has one a line, - is standard input."
        ),
    ] = None,
    registry: Registry = None,
    file: Annotated[
        Path | None, typer.Option("--file", help="List with one gene a line; - for standard input.")
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(help="What the names are: hgnc_id, entrez_id, mim_ids, symbol, aliases, ..."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a candidate, a line each.")
    ] = False,
) -> None:
    """Look up genes by symbol, previous symbol, alias, full name or any identifier.

    All that are found are printed; those that are not stand at the end, and the exit code is 1.

    Example: geneverse gene GLI1 p53 ENSG00000141510 --registry gene-registry/genes.parquet
    """
    wanted = read_names(names or [], file, sys.stdin)
    genes = open_registry(registry)
    missing = []
    for at, name in enumerate(wanted):
        match = genes.find(name, kind=kind)
        if not match.genes:
            missing.append(match)
        if as_json:
            _print_json(match, genes)
        elif match.genes:
            _print_match(match, first=at == 0)
    if missing:
        lines = [f"{len(missing)} of {len(wanted)} not found"] if len(wanted) > 1 else []
        raise PostprocessError("\n  ".join([*lines, *(_missing(m, genes) for m in missing)]))


def _print_json(match: Match, genes: GeneRegistry) -> None:
    rows = match_json(match) or [missing_json(match, genes.suggest(match.query))]
    for row in rows:
        print(json.dumps(row))


def _print_match(match: Match, *, first: bool) -> None:
    width = shutil.get_terminal_size((80, 24)).columns
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    bold = partial(typer.style, bold=True) if colour else str
    if not first:
        print()
    if match.gene:
        if match.how != "symbol":
            print(found_by(match))
        print(gene_text(match.gene, width, bold))
        if also := namesakes(match):
            print(textwrap.fill(also, width, subsequent_indent="  "))
    else:
        print(f"{found_by(match)}; ask again with one of these:\n{candidates_text(match, width)}")


def _missing(match: Match, genes: GeneRegistry) -> str:
    if match.withdrawn:
        return found_by(match)
    near = genes.suggest(match.query)
    hint = f"; did you mean {', '.join(near)}?" if near else ""
    name = visible(match.query[:80])
    return f"{name!r} is no symbol, alias, name or identifier in {genes.path.name}{hint}"


def diff_command(
    old: Annotated[str, typer.Argument(help="Earlier registry: file, folder, or Hub id@revision.")],
    new: Annotated[str, typer.Argument(help="Later registry, likewise.")],
    as_json: Annotated[bool, typer.Option("--json", help="Everything as one JSON object.")] = False,
    limit: Annotated[int, typer.Option(min=0, help="Lines a section; 0 for all.")] = 20,
) -> None:
    """Compare two releases of the gene registry: genes added, withdrawn, renamed, changed.

    Genes are compared by HGNC id.

    Example: geneverse registry diff old/gene-registry geneverse/gene-registry@v1.1.0
    """
    found = compare(open_named(old), open_named(new))
    print(json.dumps(found.to_json(), indent=2) if as_json else comparison_text(found, limit))


registry_app = typer.Typer(help="Compare releases of the gene registry.", no_args_is_help=True)
registry_app.command("diff")(diff_command)


@registry_app.callback()
def _registry() -> None:
    """Without this, Typer would make the only command the whole application."""
