"""A hub on loopback that the real Hugging Face clients accept through HF_ENDPOINT.

For demo, tests and offline use: one user, no web pages, no Xet, no pull requests.
"""

from hub.server.importing import import_folder
from hub.server.running import Endpoint, run_server, serve
from hub.server.storage import Store

__all__ = ["Endpoint", "Store", "import_folder", "run_server", "serve"]
