"""The page on a port: fonts of the system, no telemetry, nothing shared, sizes limited.

``serve(Desk(Places.from_environment()))`` blocks until it is stopped.
"""

import os
from typing import Any

# Read by Gradio and huggingface_hub when they are imported.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

import gradio as gr
from starlette.middleware import Middleware

from space.batch import MAX_FILE
from space.desk import Desk
from space.guard import Guard
from space.page import build_page
from space.style import CSS

_FONT = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"]
_MONO = ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"]


def serve(
    desk: Desk, *, host: str | None = None, port: int | None = None, wait: bool = True
) -> str:
    """Open the page; returns its address, at once without ``wait``.

    ``host`` and ``port`` are Gradio's own (``GRADIO_SERVER_NAME``, ``GRADIO_SERVER_PORT``) where
    they are left out: loopback, and the first free port from 7860.
    """
    page = build_page(desk)
    _, address, _ = page.launch(
        server_name=host,
        server_port=port,
        share=False,
        quiet=True,
        prevent_thread_lock=True,
        show_error=False,
        footer_links=["api"],
        max_file_size=MAX_FILE,
        max_threads=16,
        enable_monitoring=False,
        ssr_mode=False,
        mcp_server=False,
        theme=_theme(),
        css=CSS,
        app_kwargs={"middleware": [Middleware(Guard)]},
    )
    if wait:
        page.block_thread()
    return str(address)


def _theme() -> Any:
    return gr.themes.Default(
        primary_hue="blue", secondary_hue="blue", neutral_hue="slate", font=_FONT, font_mono=_MONO
    )
