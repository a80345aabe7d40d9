"""The commands of this room: ``geneverse answer``, ``score``, ``baseline`` and ``report``."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from .answers import read_answers
from .ask import Request, ask
from .ask import answer_settings as answer_settings
from .baselines import write_baselines
from .errors import EvalError
from .protein_baselines import read_sequences, write_protein_baselines
from .protein_score import score_proteins
from .questions import default_config, default_splits, load_questions, task_of
from .report import write_report
from .score import score
from .table import markdown

Data = Annotated[Path, typer.Option(help="Folder of the data set, as `data genes` made it.")]
Config = Annotated[
    str | None,
    typer.Option(help="Configuration, such as grounded, ncbi or plddt. (default: the task's own)"),
]
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
    config: Config = None,
    split: Splits = None,
    name: Annotated[str | None, typer.Option(help="Name in the tables.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Rows of each split at most.")] = None,
    batch_size: Annotated[int, typer.Option(min=1, help="Prompts asked at once.")] = 16,
    max_new_tokens: Annotated[
        int | None, typer.Option(min=1, help="(default: 160 for genes, 96 for pictures)")
    ] = None,
    restart: Annotated[bool, typer.Option(help="Drop the answers that are there.")] = False,
    control: Annotated[
        str | None,
        typer.Option(help="Other pictures than the questions': blank, permuted or rotated."),
    ] = None,
    rank: Annotated[
        bool, typer.Option(help="Proteins: rank the right name among others by likelihood.")
    ] = True,
) -> None:
    """Ask a model every question of a data set and keep the answers.

    Greedy, in the template of training; of text or of pictures, as the data set is. Interrupted, it
    goes on where it stopped.

    Example: geneverse answer --model base --adapter adapter --data gene-instructions --out a.jsonl

    Example: geneverse answer --adapter adapter --data protein-images --control blank --out b.jsonl
    """
    answers = ask(
        Request(
            data,
            out,
            model=model,
            adapter=adapter,
            config=config,
            splits=split,
            name=name,
            limit=limit,
            batch_size=batch_size,
            max_new_tokens=max_new_tokens,
            restart=restart,
            control=control,
            rank=rank,
        )
    )
    print(f"{len(answers)} answers of {answers[0].model} in {out}")


def baseline_command(
    data: Data,
    out: Annotated[Path, typer.Option(help="Folder for the answers files.")],
    config: Config = None,
    split: Splits = None,
) -> None:
    """Write the answers of the trivial baselines, which need no model.

    Genes: symbol template, record itself. Proteins: constant and permuted answers, nearest picture
    and nearest sequence of the training rows.

    Example: geneverse baseline --data gene-instructions --out answers
    """
    chosen = config or default_config(data)
    questions = load_questions(data, chosen, split or default_splits(data, chosen))
    if task_of(data) == "protein":
        train = load_questions(data, chosen, ["train"])
        paths = write_protein_baselines(questions, train, out, sequences=read_sequences(data))
    else:
        paths = write_baselines(questions, out)
    for path in paths:
        print(path)


def score_command(
    answers: Annotated[list[Path], typer.Argument(help="Answers files, one a model.")],
    data: Data,
    out: Annotated[Path, typer.Option(help="Scores file to write (JSON).")],
    registry: Annotated[
        Path | None, typer.Option(help="Genes: genes.parquet of the gene registry.")
    ] = None,
    config: Config = None,
    split: Splits = None,
    partial: Annotated[
        bool, typer.Option(help="Allow files that answer only some rows (made with --limit).")
    ] = False,
) -> None:
    """Score answers files, each figure with a 95% interval; no model is asked.

    Example: geneverse score base.jsonl adapter.jsonl --data gene-instructions
    --registry gene-registry/genes.parquet --out scores.json
    """
    chosen = config or default_config(data)
    splits = split or default_splits(data, chosen)
    if task_of(data) == "protein":
        found = score_proteins(answers, data, out, config=chosen, splits=splits, partial=partial)
    elif registry is None:
        raise EvalError("genes are scored against their registry: name it with --registry")
    else:
        found = score(answers, data, registry, out, config=chosen, splits=splits, partial=partial)
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
