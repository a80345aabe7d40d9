"""``python -m hub.server --root DIR [--port N]``: the hub as a child, see ``running.serve``."""

import argparse
import json
import os
import sys
from pathlib import Path

from hub.errors import HubError
from hub.server.running import TOKEN_VARIABLE, run_server


def main() -> int:
    """Serve until stdin closes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--options", type=json.loads, default={}, help="call.Settings as JSON")
    given = parser.parse_args()
    token = os.environ.pop(TOKEN_VARIABLE, None)
    try:
        run_server(given.root, given.port, token, until_eof=sys.stdin.buffer, **given.options)
    except HubError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
