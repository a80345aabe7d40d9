"""Score a vision adapter on held-out pictures of proteins, beside baselines and controls.

    python benchmarks/protein_adapter.py --data build/data/protein-images --adapter ADAPTER \
        --base build/base/smolvision-135m-... --out docs/results/protein-scores.json

The results file is that of ``geneverse score``, with the command, the training's facts and the
versions put in. Answers are kept in ``--answers``, so that an interrupted run goes on.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from datasets_builders.files import write_json
from eval.protein_run import answer_proteins
from eval.protein_score import score_proteins
from eval.questions import default_config
from eval.table import markdown

TRAINING = (
    "name",
    "base_model",
    "base_local",
    "dataset",
    "effective",
    "seed",
    "steps",
    "epochs",
    "train_rows",
    "loss_first",
    "loss_last",
    "loss_curve",
    "seconds",
    "hardware",
    "versions",
)


def main() -> None:
    """Ask, score, write, print."""
    options = parsed()
    config = default_config(options.data)
    paths = answer_proteins(
        options.data,
        options.answers,
        base=str(options.base) if options.base else None,
        adapter=str(options.adapter),
        config=config,
        splits=options.split,
        limit=options.limit,
        batch_size=options.batch_size,
        max_new_tokens=48,
    )
    scores = score_proteins(
        paths,
        options.data,
        None,
        config=config,
        splits=options.split,
        partial=options.limit is not None,
    )
    facts: dict[str, Any] = json.loads((options.adapter / "geneverse.json").read_text())
    scores["training"] = {key: facts[key] for key in TRAINING if key in facts}
    scores["command"] = (
        f"python benchmarks/protein_adapter.py --data {options.data.name} --adapter "
        f"{options.adapter.name} {' '.join(f'--split {split}' for split in options.split)}"
        + (f" --limit {options.limit}" if options.limit else "")
    )
    write_json(options.out, scores)
    print(markdown(scores))


def parsed() -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--adapter", type=Path, required=True)
    parser.add_argument("--base", type=Path, help="left out: the base that the adapter names")
    parser.add_argument("--answers", type=Path, default=Path("build/protein-answers"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--split", action="append", required=True)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--batch-size", type=int, default=16)
    return parser.parse_args()


if __name__ == "__main__":
    main()
