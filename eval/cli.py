"""The commands of this room: ``geneverse answer``, ``score``, ``baseline`` and ``report``."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from . import models
from .answers import read_answers
from .baselines import write_baselines
from .collect import check_settings, collect
from .errors import EvalError
from .questions import content_revision, load_questions
from .report import write_report
from .score import SPLITS, score
from .table import markdown

Data = Annotated[Path, typer.Option(help="Folder of the gene data set, as `data genes` made it.")]
Config = Annotated[str, typer.Option(help="Configuration: grounded, ncbi, synthetic or combined.")]
Splits = Annotated[
    list[str] | None, typer.Option(help="Split; repeat for more. (default: test and paper)")
]


def answer_command(
    data: Data,
    out: Annotated[Path, typer.Option(help="Answers file to write (JSON Lines).")],
    model: Annotated[
        str | None, typer.Option(help="Folder or Hub id; left out: the adapter's base.")
    ] = None,
    adapter: Annotated[str | None, typer.Option(help="Folder or Hub id of a PEFT adapter.")] = None,
    config: Config = "grounded",
    split: Splits = None,
    name: Annotated[str | None, typer.Option(help="Name in the tables.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Rows of each split at most.")] = None,
    batch_size: Annotated[int, typer.Option(min=1, help="Prompts asked at once.")] = 16,
    max_new_tokens: Annotated[int, typer.Option(min=1)] = models.MAX_NEW_TOKENS,
    restart: Annotated[bool, typer.Option(help="Drop the answers that are there.")] = False,
) -> None:
    """Ask a model every question of a data set and keep the answers.

    Greedy, in the template of training. Interrupted, it goes on where it stopped.

    Example: geneverse answer --model base --adapter adapter --data gene-instructions --out a.jsonl
    """
    questions = load_questions(data, config, split or SPLITS, limit=limit)
    settings = answer_settings(
        name or models.model_name(model, adapter),
        model,
        adapter,
        data=data,
        config=config,
        max_new_tokens=max_new_tokens,
    )
    if not restart:
        check_settings(out, settings)  # before the model is loaded, which takes a while
    loaded = models.load_model(model, adapter=adapter, name=name, max_new_tokens=max_new_tokens)
    answers = collect(
        loaded,
        questions,
        out,
        kind="adapter" if adapter else "base",
        settings=settings,
        batch_size=batch_size,
        restart=restart,
    )
    print(f"{len(answers)} answers of {loaded.name} in {out}")


def answer_settings(
    name: str,
    model: str | None,
    adapter: str | None,
    *,
    data: Path,
    config: str,
    max_new_tokens: int,
) -> dict[str, Any]:
    """What must be the same for an answers file to be gone on with; no path of this machine."""
    return {
        "model": name,
        "fingerprint": models.fingerprint([model, adapter]),
        "data_revision": content_revision(data),
        "config": config,
        "max_new_tokens": max_new_tokens,
        "decoding": "greedy",
    }


def baseline_command(
    data: Data,
    out: Annotated[Path, typer.Option(help="Folder for the answers files.")],
    config: Config = "grounded",
    split: Splits = None,
) -> None:
    """Write the answers of the trivial baselines: the symbol template and the record itself.

    Example: geneverse baseline --data gene-instructions --out answers
    """
    for path in write_baselines(load_questions(data, config, split or SPLITS), out):
        print(path)


def score_command(
    answers: Annotated[list[Path], typer.Argument(help="Answers files, one a model.")],
    data: Data,
    registry: Annotated[Path, typer.Option(help="genes.parquet of the gene registry.")],
    out: Annotated[Path, typer.Option(help="Scores file to write (JSON).")],
    config: Config = "grounded",
    split: Splits = None,
    partial: Annotated[
        bool, typer.Option(help="Allow files that answer only some rows (made with --limit).")
    ] = False,
) -> None:
    """Score answers files, each figure with a 95% interval; no model is asked.

    Example: geneverse score base.jsonl adapter.jsonl --data gene-instructions
    --registry gene-registry/genes.parquet --out scores.json
    """
    found = score(
        answers, data, registry, out, config=config, splits=split or SPLITS, partial=partial
    )
    print(markdown(found))


def report_command(
    scores: Annotated[Path, typer.Option(help="Scores file of `geneverse score`.")],
    data: Data,
    adapter: Annotated[Path, typer.Option(help="Adapter folder, for the facts of its training.")],
    out: Annotated[Path, typer.Option(help="HTML file to write.")],
    base_answers: Annotated[Path | None, typer.Option(help="Answers of the base model.")] = None,
    adapter_answers: Annotated[Path | None, typer.Option(help="Answers of the adapter.")] = None,
    corrected_answers: Annotated[
        Path | None, typer.Option(help="The adapter's answers after `geneverse correct`.")
    ] = None,
) -> None:
    """Write one self-contained HTML page: scores, corrections, data, audit and training.

    Example: geneverse report --scores scores.json --data gene-instructions --adapter adapter
    --adapter-answers adapter.jsonl --corrected-answers corrected.jsonl --out report.html
    """
    files = {"base": base_answers, "adapter": adapter_answers, "corrected": corrected_answers}
    write_report(
        out,
        scores=_read_json(scores, "geneverse score"),
        answers={kind: read_answers(path) for kind, path in files.items() if path},
        data_info=_read_json(data / "geneverse.json", "geneverse data genes"),
        audit=_read_json(data / "audit.json", "geneverse data genes"),
        run_facts=_read_json(adapter / "geneverse.json", "geneverse train"),
    )
    print(out)


def _read_json(path: Path, made_by: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise EvalError(f"{path} is missing; `{made_by}` writes it") from None
    except ValueError as error:
        raise EvalError(f"{path} is not JSON ({error}); write it with `{made_by}`") from error
    return found
