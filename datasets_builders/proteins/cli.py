"""``geneverse data proteins``: pictures of protein structures with questions and answers."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from datasets_builders.errors import DataError
from datasets_builders.proteins.records import VIEWS, View

if TYPE_CHECKING:
    from datasets_builders.proteins.build import ProteinReport
    from datasets_builders.proteins.draw import Items
    from datasets_builders.proteins.records import Refused
    from datasets_builders.provenance import SourceFile

SPLITS = ("train", "validation", "test", "paper")
_NAMED = 5  # files named for each reason of a refusal
_DOWNLOADS = ".protein-structures"


def proteins_command(
    out: Annotated[Path, typer.Option(help="Folder below which protein-images is made.")],
    source: Annotated[
        Path | None,
        typer.Option(help="Folder, tar or file of structures (.pdb, .cif, .bcif; .gz)."),
    ] = None,
    accessions: Annotated[
        str, typer.Option(help="UniProt accessions with commas; AlphaFold DB is asked for them.")
    ] = "",
    proteome: Annotated[
        str, typer.Option(help="A whole proteome of AlphaFold DB: human (about 5 GB).")
    ] = "",
    colour: Annotated[
        list[str] | None,
        typer.Option(
            help="plddt, rainbow, chain or secondary-structure, each a configuration; repeat for "
            "more. (default: plddt)"
        ),
    ] = None,
    views: Annotated[str, typer.Option(help="Views with commas: front,side,top.")] = "front",
    size: Annotated[int, typer.Option(min=32, max=4096, help="Side of a picture in pixels.")] = 336,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes that draw. (default: one a core)")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of the splits. (default: 25)")] = None,
) -> None:
    """Build OUT/protein-images: each structure as a picture, with questions and their answers.

    Without a source the embedded sample is used: human peptides, modelled as helices.

    An interrupted build goes on where it was when the same command is given again. Files that
    cannot be drawn are left out, each under a named reason (refused.json).

    Example: geneverse data proteins --source UP000005640_9606_HUMAN_v4.tar --out build/data
    """
    from datasets_builders.proteins.build import DEFAULT_SEED, build

    if sum(map(bool, (source, accessions, proteome))) > 1:
        raise DataError("--source, --accessions and --proteome are three sources; give one of them")
    items, sources = _items(source, accessions, proteome, out)
    report = build(
        items,
        out,
        sources=sources,
        seed=DEFAULT_SEED if seed is None else seed,
        colours=colour or ("plddt",),
        views=_views(views),
        size=size,
        workers=workers,
    )
    _print(report)


def _items(
    source: Path | None, accessions: str, proteome: str, out: Path
) -> "tuple[Items, Sequence[SourceFile]]":
    """The structure files, given anew at each call, and where they came from."""
    from datasets_builders.proteins.structures import structure_files

    if accessions or proteome:
        from datasets_builders.proteins.alphafold import fetch_models, fetch_proteome

        folder = out / _DOWNLOADS
        if proteome:
            file = fetch_proteome(proteome, folder)
            tar = folder / file.file
            return lambda: structure_files(tar), (file,)
        wanted = [a.strip() for a in accessions.split(",") if a.strip()]
        if not wanted:
            raise DataError(
                f"--accessions {accessions!r} names none; write --accessions P04637,P00533"
            )
        files = fetch_models(wanted, folder)
        paths = [folder / file.file for file in files]
        return lambda: (one for path in paths for one in structure_files(path)), files
    if source is not None:
        return lambda: structure_files(source), ()
    from datasets_builders.proteins.sample import load_sample

    held, provenance = load_sample()
    return lambda: iter(held), provenance.sources


def _views(text: str) -> tuple[View, ...]:
    wanted = {v.strip() for v in text.split(",") if v.strip()}
    if not wanted or wanted - set(VIEWS):
        raise DataError(f"--views {text!r}: there are {', '.join(VIEWS)}; write --views front,side")
    return tuple(view for view in VIEWS if view in wanted)


def _print(report: "ProteinReport") -> None:
    print(f"{'rows':<20}" + "".join(f"{split:>12}" for split in SPLITS))
    for name, counts in {"structures": report.structures, **report.rows}.items():
        print(f"{name:<20}" + "".join(f"{counts.get(split, 0):>12,}" for split in SPLITS))
    for split in SPLITS:
        if split not in report.structures:
            print(f"{split} has no structure: {_why_empty(split)}")
    print(f"\n{report.audit.table()}")
    print(
        f"no leak; {report.audit.units:,} units, the largest of {report.audit.largest:,} "
        f"structures; relatives by {report.audit.method}"
    )
    if report.refused:
        _print_refused(report.refused)
    drawn = ", ".join(f"{n:,} by {how}" for how, n in sorted(report.renderers.items()))
    print(f"\npictures: {drawn}\ndata set: {report.folder}")
    print(
        "next: geneverse train recipes/smolvision-135m-protein-lora.yaml --cpu "
        f"--data {report.folder}"
    )


def _why_empty(split: str) -> str:
    if split == "paper":
        return "none of the 20 entries of the Geneverse paper is among them"
    return "there are too few unrelated proteins"


def _print_refused(refused: "Sequence[Refused]") -> None:
    reasons: dict[str, list[str]] = defaultdict(list)
    for one in refused:
        reasons[one.reason].append(one.file)
    print(f"\n{len(refused)} files refused")
    for reason, files in sorted(reasons.items()):
        more = f" and {len(files) - _NAMED} more" if len(files) > _NAMED else ""
        print(f"  {reason}: {', '.join(files[:_NAMED])}{more}")
