"""``geneverse release``: the project's artefacts by name, or any folder with ``--repo``."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.cli_options import Endpoint, RepoType, Version, calm_progress, token
from hub.errors import HubError

if TYPE_CHECKING:
    from hub.release import ReleaseResult

STATE = ".release"
UNPINNED = "--allow-unpinned: bases without a revision pass, since this is a loopback hub"

Names = Annotated[
    list[str] | None,
    typer.Argument(
        help="Artefacts (gene-registry), or folders; none stands for all that are built.",
        show_default=False,
    ),
]
Root = Annotated[Path, typer.Option(help="Where the artefacts were built.", file_okay=False)]


def release_command(
    version: Version,
    names: Names = None,
    repo: Annotated[
        str | None, typer.Option(help="Release one folder of yours as this repo, as it is.")
    ] = None,
    type_: Annotated[
        RepoType, typer.Option("--type", help="What that repo holds (with --repo).")
    ] = RepoType.dataset,
    root: Root = Path("build/demo"),
    owner: Annotated[str, typer.Option(help="User or organisation of the repos.")] = "geneverse",
    plan: Annotated[
        Path | None, typer.Option(help="YAML file of names, folders and repos.", dir_okay=False)
    ] = None,
    endpoint: Endpoint = None,
    dry_run: Annotated[bool, typer.Option(help="Show what would change; change nothing.")] = False,
    allow_unpinned: Annotated[
        bool, typer.Option(help="Let bases without a revision pass, on a loopback hub only.")
    ] = False,
    key: Annotated[
        Path | None, typer.Option(help="Private key (PEM, elliptic) to sign with.", dir_okay=False)
    ] = None,
    collection: Annotated[bool, typer.Option(help="Make a collection of the release.")] = True,
    check: Annotated[bool, typer.Option(help="Download each release again, compare.")] = True,
    journal: Annotated[
        Path | None,
        typer.Option(help="File (--repo) or folder by which an interrupted release goes on."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Release artefacts as one version: each repo one commit and one tag, every hash read back.

    Example: geneverse release --version v0.1.0 --dry-run

    Without names, all that the root holds: data sets, pipeline, adapters, merged models, Spaces,
    in that order; tags come last, then a collection. Each repo gets release.json, sbom.json and
    CHANGELOG.md. All are checked first: pickles, secrets, cards, bases, audits, licences, versions.
    An interrupted release goes on when the same command is run again. The token is read from
    HF_TOKEN, or got by Trusted Publishing in GitHub Actions.

    Example: geneverse release gene-registry --version v0.1.0 --endpoint http://127.0.0.1:8200

    Example: geneverse release FOLDER --repo you/name --type model --version v1.0.0
    """
    calm_progress()
    if repo is not None:
        if not names or len(names) != 1:
            raise HubError("--repo takes one folder: geneverse release FOLDER --repo you/name")
        _one(Path(names[0]), repo, type_.value, version, endpoint, dry_run, journal, as_json,
             allow_unpinned)  # fmt: skip
        return
    from hub import plan as plans
    from hub import show
    from hub.releases import Options, carry_out, facts, look
    from hub.trusted import token_for

    artefacts, missing = plans.find(names or (), root, owner=owner, plan=plan)
    options = Options(
        endpoint=endpoint,
        state=journal or root / STATE,
        tokens=lambda title: token() or token_for(title, endpoint),
        key=key,
        allow_unpinned=allow_unpinned,
        collection=collection,
        check_download=check,
    )
    if allow_unpinned:
        typer.echo(UNPINNED, err=True)
    ready = look(artefacts, version, options)
    if dry_run:
        hub = ready[0].prepared.remote.endpoint
        typer.echo(show.plan(ready, version, hub, missing))
        return
    released, collected = carry_out(
        ready, version, options, say=lambda text: typer.echo(text, err=True)
    )
    if as_json:
        value: dict[str, Any] = {"version": version, "repos": [facts(one) for one in released]}
        value["collection"] = collected.slug if collected else None
        typer.echo(json.dumps(value, indent=2))
    else:
        typer.echo(show.done(released, collected, version, missing))


def _one(
    folder: Path,
    repo: str,
    type_: str,
    version: str,
    endpoint: str | None,
    dry_run: bool,
    journal: Path | None,
    as_json: bool,
    allow_unpinned: bool,
) -> None:
    from hub.release import release

    result = release(
        folder,
        repo,
        type_,
        version,
        endpoint=endpoint,
        token=token(),
        dry_run=dry_run,
        journal=journal,
        allow_unpinned=allow_unpinned,
    )
    typer.echo(_as_json(result) if as_json else _as_text(result, repo))
    sys.stdout.flush()


def _as_text(result: "ReleaseResult", repo: str) -> str:
    sizes = {file.path: file.size for file in result.files}
    lines = [f"  upload  {path} ({sizes[path]:,} bytes)" for path in result.uploaded]
    lines += [f"  delete  {path}" for path in result.deleted]
    lines.append(f"  unchanged: {len(result.unchanged)} of {len(result.files)} files")
    if result.dry_run:
        would = (
            f"would upload {result.uploaded_bytes:,} bytes"
            if result.commit is None
            else "no change"
        )
        return "\n".join([f"{repo} {result.tag}, dry run: {would}", *lines])
    return "\n".join([f"{repo} {result.tag} is commit {result.commit}", *lines])


def _as_json(result: "ReleaseResult") -> str:
    facts = {
        "commit": result.commit,
        "tag": result.tag,
        "files": len(result.files),
        "uploaded": result.uploaded,
        "uploaded_bytes": result.uploaded_bytes,
        "unchanged": result.unchanged,
        "deleted": result.deleted,
        "dry_run": result.dry_run,
    }
    return json.dumps(facts, indent=2)
