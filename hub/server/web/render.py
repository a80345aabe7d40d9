"""Fills a template and answers with it, under rules that let nothing foreign load or run."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

HERE = Path(__file__).parent
# No script at all; style and pictures from this hub alone; not within another page.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def page(template: str, *, status: int = 200, **values: Any) -> Response:
    """A page of ``templates/<template>.html.j2``."""
    text = _environment().get_template(f"{template}.html.j2").render(status=status, **values)
    return HTMLResponse(text, status_code=status, headers=HEADERS)


def style() -> Response:
    """The style sheet."""
    text = (HERE / "templates" / "style.css").read_text()
    return Response(text, media_type="text/css", headers={"X-Content-Type-Options": "nosniff"})


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["size"] = human_size
    return made


def human_size(size: int) -> str:
    """Bytes as people read them: ``12 B``, ``1.2 kB``, ``93.4 MB``."""
    value, unit = float(size), "B"
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if value < 1000 or unit == "TB":
            break
        value /= 1000
    return f"{size} B" if unit == "B" else f"{value:.1f} {unit}"
