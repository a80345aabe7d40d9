"""The front door: one command line, a sub-command per room; no logic lives here."""


def main() -> None:
    """Run the command line."""
    raise SystemExit("not mounted yet")
