"""Starts the demo Space: ``python app.py`` in the Space's repo, ``geneverse space run`` at home.

GENEVERSE_MODEL, GENEVERSE_REGISTRY: a path, or a Hub id with its revision, ``owner/name@v0.1.0``.
GENEVERSE_BASE: in place of the base that an adapter names. GENEVERSE_PICTURES: a folder.
"""

import sys

from space.desk import Desk
from space.places import Places, SpaceError


def main(host: str | None = None, port: int | None = None) -> None:
    """Open the page and load model and registry behind it; until it is stopped."""
    desk = Desk(Places.from_environment())
    from space.serving import serve

    desk.start()
    serve(desk, host=host, port=port)


if __name__ == "__main__":
    try:
        main()
    except SpaceError as error:
        sys.exit(f"error: {error}")
