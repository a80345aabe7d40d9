"""Texts about genes from any OpenAI-compatible endpoint, kept as they come.

In: gene records. Out: JSON Lines to which each answer is appended and synced to disk as it
arrives, so that a later run goes on where this one stopped. One line::

    {"symbol": "GLI1", "hgnc_id": "HGNC:4317", "model": "mistral-7b", "prompt": "Please ...",
     "answer": "GLI1 encodes ...", "usage": {"prompt_tokens": 31, "completion_tokens": 140,
     "total_tokens": 171}, "date": "2026-11-24T11:02:07+00:00"}

``rephrase`` has the record's paragraph rewritten; ``synthesize`` asks the paper's question, of
protein-coding genes only, as in the paper. The key is never stored. Where no
endpoint is given, it is taken from the environment (see ``Endpoint.of``).
Needs ``geneverse[endpoint]``.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tqdm import tqdm

from datasets_builders.genes.answers_log import AnswersLog
from datasets_builders.genes.chat import Endpoint, EndpointError, Reply, ask, open_client
from datasets_builders.genes.description import describe
from datasets_builders.genes.records import GeneRecord

REPHRASE_PROMPT = (
    "Rewrite the following record of the gene {symbol} as one paragraph of academic prose in your "
    "own words. Keep every fact and every identifier exactly as given, add nothing that is not in "
    "the record, and use no list.\n\nRecord:\n{record}"
)
PROTEIN_CODING = "protein-coding gene"
APPROVED = "Approved"


@dataclass(slots=True)
class EndpointReport:
    """What became of the records.

    ``empty`` and ``cut_off`` (the model reached its token limit) are symbols whose answers were
    not stored; ``skipped`` are symbols by the reason for which they were not asked about.
    """

    out: Path
    written: int = 0
    already: int = 0
    empty: list[str] = field(default_factory=list)
    cut_off: list[str] = field(default_factory=list)
    skipped: dict[str, list[str]] = field(default_factory=dict)
    dropped_line: str = ""
    usage: Counter[str] = field(default_factory=Counter)


def rephrase(
    records: Iterable[GeneRecord],
    out: Path,
    *,
    endpoint: Endpoint | None = None,
    progress: bool = True,
) -> EndpointReport:
    """Have each record's paragraph rewritten in the model's words; withdrawn genes are skipped.

    Raises:
        EndpointError: see :func:`synthesize`.
    """

    def prompt(record: GeneRecord) -> str:
        return REPHRASE_PROMPT.format(symbol=record.symbol, record=describe(record))

    return _run(records, out, endpoint, prompt, _why_not_rephrased, progress, "rephrasing")


def synthesize(
    records: Iterable[GeneRecord],
    out: Path,
    *,
    endpoint: Endpoint | None = None,
    progress: bool = True,
) -> EndpointReport:
    """Ask the paper's question about each protein-coding gene.

    Raises:
        EndpointError: the ``openai`` package is missing; after the client's retries the endpoint
            cannot be reached or refuses; its answer is not a chat completion. The answers that
            came before are kept in ``out``.
    """
    from datasets_builders.schema import GENE_QUESTION  # imports `datasets`: seconds

    def prompt(record: GeneRecord) -> str:
        return GENE_QUESTION.format(symbol=record.symbol)

    return _run(records, out, endpoint, prompt, _why_not_synthesized, progress, "synthesizing")


def _why_not_rephrased(record: GeneRecord) -> str:
    return "" if record.status == APPROVED else f"not approved ({record.status})"


def _why_not_synthesized(record: GeneRecord) -> str:
    if record.locus_group != PROTEIN_CODING:
        return f"not protein-coding ({record.locus_type})"
    return _why_not_rephrased(record)


def _run(
    records: Iterable[GeneRecord],
    out: Path,
    endpoint: Endpoint | None,
    prompt_of: Callable[[GeneRecord], str],
    why_not: Callable[[GeneRecord], str],
    progress: bool,
    title: str,
) -> EndpointReport:
    endpoint = endpoint or Endpoint.of()
    report = EndpointReport(out)
    with AnswersLog(out) as log:
        report.dropped_line = log.dropped
        todo: list[tuple[GeneRecord, str]] = []
        for record in records:
            if reason := why_not(record):
                report.skipped.setdefault(reason, []).append(record.symbol)
                continue
            prompt = prompt_of(record)
            if log.has(record.hgnc_id, endpoint.model, prompt):
                report.already += 1
            else:
                todo.append((record, prompt))
        hide = None if progress else True
        with tqdm(total=len(todo), desc=title, unit="gene", disable=hide) as bar:
            if todo:
                asyncio.run(_ask_all(todo, endpoint, log, report, bar))
    return report


async def _ask_all(
    todo: list[tuple[GeneRecord, str]],
    endpoint: Endpoint,
    log: AnswersLog,
    report: EndpointReport,
    bar: "tqdm[Any]",
) -> None:
    """As many workers as ``concurrency`` share the list.

    After the first failure none takes a new gene, but answers under way are waited for: they are
    paid for.
    """
    client = open_client(endpoint)
    left = iter(todo)
    failures: list[tuple[GeneRecord, EndpointError]] = []

    async def worker() -> None:
        for record, prompt in left:
            if failures:
                return
            try:
                _keep(record, prompt, await ask(client, endpoint, prompt), endpoint, log, report)
            except EndpointError as error:
                failures.append((record, error))
                return
            bar.update()

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(min(endpoint.concurrency, len(todo))):
                group.create_task(worker())
    except* OSError as errors:  # a full disk: as it is, not in a group
        raise errors.exceptions[0] from None
    finally:
        await client.close()
    if failures:
        record, error = failures[0]
        raise EndpointError(
            f"{endpoint.place}, at {record.symbol}: {error}. {report.already + report.written} "
            f"answers are kept in {report.out}; run the command again to go on"
        ) from error


def _keep(
    record: GeneRecord,
    prompt: str,
    reply: Reply,
    endpoint: Endpoint,
    log: AnswersLog,
    report: EndpointReport,
) -> None:
    if not reply.text:
        report.empty.append(record.symbol)
    elif reply.finish == "length":
        report.cut_off.append(record.symbol)
    else:
        log.append(
            {
                "symbol": record.symbol,
                "hgnc_id": record.hgnc_id,
                "model": endpoint.model,
                "prompt": prompt,
                "answer": reply.text,
                "usage": reply.usage,
                "date": datetime.now(UTC).isoformat(timespec="seconds"),
            }
        )
        report.usage.update(reply.usage)
        report.written += 1
