"""A result as the page shows it: status, corrected answer beside the raw one, edits, record.

Pure: in goes a result of the pipeline (see :mod:`postprocess.result`), out comes escaped HTML.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from postprocess.correct import Correction
from postprocess.edits import Edit, apply
from space.desk import NO_MODEL
from space.links import linked
from space.marking import edits_list, marked_html, read_edits
from space.record import record_html

# Status: sign, words, tone. The sign and the words tell it without the colour.
STATUS = {
    "ok": ("✓", "answered and checked", "good"),
    "other gene": ("⚠", "the model wrote about another gene", "warn"),
    "refused": ("⚠", "the model did not answer from the record", "warn"),
    "empty answer": ("⚠", "the model gave no answer", "warn"),
    "no record": ("⚠", "the registry has no record text", "warn"),
    "prompt too long": ("⚠", "the question is too long for the model", "warn"),
    "question too long": ("⚠", "the question is too long", "warn"),
    "not text": ("⚠", "this is no text", "warn"),
    "empty question": ("?", "ask a gene", "warn"),
    "unknown gene": ("?", "no such gene in the registry", "warn"),
    "ambiguous gene": ("?", "a name of several genes", "warn"),
    "withdrawn gene": ("⚠", "withdrawn by HGNC", "warn"),
    NO_MODEL: ("i", "the registry only; no model is loaded", "warn"),
}
LEGEND = (
    '<p class="gv-legend"><del>removed</del> <ins>added</ins> by the registry; '
    "hover a mark for the column that says so.</p>"
)


def result_html(result: Mapping[str, Any]) -> str:
    """Everything about one result."""
    record = result.get("record")
    parts = [_head(result), _answers(result)]
    if record:
        parts.append(record_html(record, open_=result["status"] == NO_MODEL))
    return _box("".join(parts))


def writing_html(text: str, record: Mapping[str, Any]) -> str:
    """What is shown while the model writes."""
    so_far = escape(text) if text else '<span class="gv-muted">reading the record …</span>'
    symbol = escape(str(record["symbol"]))
    return _box(
        f'<div class="gv-head"><h3>{symbol} <small>{escape(str(record["name"]))}</small></h3>'
        '<span class="gv-chip gv-busy">writing; not checked yet</span></div>'
        '<div class="gv-progress" role="progressbar" aria-label="the model writes"></div>'
        f'<div class="gv-card"><h4>As the model writes it</h4><p class="gv-text">{so_far}</p></div>'
        + record_html(record, open_=False)
    )


def correction_html(text: str, done: Correction) -> str:
    """A text of any origin, corrected."""
    edits = list(done.edits)
    if done.symbol is None:
        note = "No gene was recognised in the text, so no identifier was touched: name its gene."
        chip = _chip("?", "no gene recognised", "warn")
    else:
        note = "" if edits else "Nothing in it disagrees with the registry."
        chip = _chip("✓", f"checked against {done.symbol}", "good")
    if done.unverified:
        note = f"{note} Not verified by the registry: {', '.join(done.unverified)}.".strip()
    body = f"{LEGEND if edits else ''}{_card('Corrected', marked_html(text, edits))}"
    head = f'<div class="gv-head"><h3>{escape(done.symbol or "Your text")}</h3>{chip}</div>'
    return _box(head + _note(note) + body + edits_list(edits) + _plain(done.text, edits))


def message_html(message: str, tone: str = "warn") -> str:
    """A plain word where there is no result."""
    return _box(f'<p class="gv-note gv-{tone}">{escape(message)}</p>')


def _head(result: Mapping[str, Any]) -> str:
    sign, words, tone = STATUS.get(result["status"], ("?", str(result["status"]), "warn"))
    record = result.get("record") or {}
    title = escape(str(record.get("symbol") or result["query"][:80] or "No question"))
    name = f" <small>{escape(str(record['name']))}</small>" if record.get("name") else ""
    head = f'<div class="gv-head"><h3>{title}{name}</h3>{_chip(sign, words, tone)}</div>'
    return head + _note(str(result.get("note") or ""))


def _answers(result: Mapping[str, Any]) -> str:
    answer, raw = str(result["answer"]), result.get("raw")
    if raw is None:
        said = answer or str(result.get("note") or "")
        return f'<p class="gv-text gv-said">{linked(said)}</p>' if said else ""
    edits = read_edits(result["edits"])
    if apply(raw, edits) != answer:  # held back, or refused: the answer is not the model's text
        edits, body = [], linked(answer)
    else:
        body = marked_html(raw, edits)
    unchanged = "" if edits else '<p class="gv-muted">Nothing had to be corrected.</p>'
    if result["status"] != "ok":
        unchanged = ""
    left = _card("Corrected", body, LEGEND if edits else unchanged)
    right = _card("As the model wrote it", escape(raw))
    return f'<div class="gv-pair">{left}{right}</div>{edits_list(edits)}'


def _plain(text: str, edits: Sequence[Edit]) -> str:
    if not edits:
        return ""
    return (
        '<details class="gv-record"><summary>The corrected text alone, to copy</summary>'
        f'<p class="gv-text">{escape(text)}</p></details>'
    )


def _card(title: str, body: str, foot: str = "") -> str:
    return f'<div class="gv-card"><h4>{title}</h4><p class="gv-text">{body}</p>{foot}</div>'


def _chip(sign: str, words: str, tone: str) -> str:
    return (
        f'<span class="gv-chip gv-{tone}"><span aria-hidden="true">{sign}</span> '
        f"{escape(words)}</span>"
    )


def _note(note: str) -> str:
    return f'<p class="gv-note">{linked(note)}</p>' if note else ""


def _box(body: str) -> str:
    return f'<div class="gv">{body}</div>'
