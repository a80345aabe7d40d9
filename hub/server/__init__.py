"""A hub on loopback that the real Hugging Face clients accept through HF_ENDPOINT.

For demo, tests and offline use: models, data sets, Spaces and collections, with pages to browse
them; no Xet, no pull requests, no Space runs.
"""

from hub.server.accounts import Accounts
from hub.server.faults import Fault
from hub.server.importing import import_folder
from hub.server.running import Endpoint, run_server, serve
from hub.server.storage import Store

__all__ = ["Accounts", "Endpoint", "Fault", "Store", "import_folder", "run_server", "serve"]
