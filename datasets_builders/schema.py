"""The one form of an instruction row, for all three tasks, and the exact questions of the paper.

One row of the gene task, configuration ``ncbi``::

    {"id": "HGNC:4317/ncbi", "task": "gene", "subject": "GLI1",
     "messages": [{"role": "user", "content": "Please summarize the major function ..."},
                  {"role": "assistant", "content": "The official symbol of this gene is GLI1 ..."}],
     "images": [], "answer": "The official symbol of this gene is GLI1 ...",
     "group": "unit:4317", "stratum": "gene with protein product", "source": "ncbi"}
"""

from dataclasses import dataclass
from typing import Any

from datasets import Features, Image, List, Value

GENE_QUESTION = (
    "Please summarize the major function of gene: {symbol}. "
    "Use academic language in one paragraph and include pathway information."
)
PROTEIN_QUESTION = "What is the name of this protein? Please summarize your answer in one sentence."
MARKER_QUESTION = (
    "Is gene {symbol} a marker gene of cell type {cell_type}? "
    "Please summarize your answer in one sentence."
)

ROW_FEATURES = Features(
    {
        "id": Value("string"),
        "task": Value("string"),
        "subject": Value("string"),
        "messages": List({"role": Value("string"), "content": Value("string")}),
        "images": List(Image()),
        "answer": Value("string"),
        "group": Value("string"),
        "stratum": Value("string"),
        "source": Value("string"),
    }
)


@dataclass(frozen=True, slots=True)
class Row:
    """One question with its right answer; ``group`` is the leak-safe unit of the split."""

    id: str
    task: str
    subject: str
    question: str
    answer: str
    group: str
    stratum: str
    source: str

    def to_dict(self) -> dict[str, Any]:
        """The row as ``ROW_FEATURES`` has it: user turn first, assistant turn last."""
        return {
            "id": self.id,
            "task": self.task,
            "subject": self.subject,
            "messages": [
                {"role": "user", "content": self.question},
                {"role": "assistant", "content": self.answer},
            ],
            "images": [],
            "answer": self.answer,
            "group": self.group,
            "stratum": self.stratum,
            "source": self.source,
        }
