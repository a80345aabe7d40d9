"""The commands of this room: ``geneverse correct`` and ``geneverse gene``."""

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from .answers import correct_answers, read_answers, write_answers
from .edits import Edit
from .errors import PostprocessError
from .gene import Match
from .registry import GeneRegistry
from .show import found_by, gene_text, marked, printable, summary

ENVIRONMENT = "GENEVERSE_REGISTRY"
Registry = Annotated[
    Path | None,
    typer.Option(help=f"genes.parquet or its folder. (default: ${ENVIRONMENT})"),
]


def open_registry(path: Path | None) -> GeneRegistry:
    """The registry of ``--registry`` or of the environment.

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
    return GeneRegistry.from_parquet(given)


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
        list[str], typer.Argument(help="Symbols, aliases or identifiers; @FILE has one a line.")
    ],
    registry: Registry = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a gene.")] = False,
) -> None:
    """Look up genes by symbol, previous symbol, alias or any identifier.

    Example: geneverse gene GLI1 p53 ENSG00000141510 --registry gene-registry/genes.parquet
    """
    genes = open_registry(registry)
    matches = [genes.find(name) for name in _expanded(names)]
    for match in matches:
        if as_json:
            for gene in match.genes:
                print(json.dumps({"query": match.query, "how": match.how, **gene.to_json()}))
        else:
            _print_match(match)
    missing = [m for m in matches if not m.genes]
    if missing:
        raise PostprocessError("; ".join(_missing(match, genes) for match in missing))


def _expanded(names: list[str]) -> list[str]:
    out: list[str] = []
    for name in names:
        if not name.startswith("@"):
            out.append(name)
            continue
        try:
            lines = Path(name[1:]).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise PostprocessError(f"gene list {name[1:]} cannot be read ({error})") from error
        out += [line.strip() for line in lines if line.strip()]
    return out


def _print_match(match: Match) -> None:
    if match.genes and match.how != "symbol":
        print(found_by(match))
    if match.gene:
        print(gene_text(match.gene))
    elif match.genes:
        print("  Ask again with one of these symbols or ids.")


def _missing(match: Match, registry: GeneRegistry) -> str:
    if match.withdrawn:
        return found_by(match)
    near = registry.suggest(match.query)
    hint = f"; did you mean {', '.join(near)}?" if near else ""
    return f"{match.query!r} is no symbol, alias or identifier in {registry.path.name}{hint}"
