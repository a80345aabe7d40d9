"""Repo ids and versions that a card is rendered for, checked before anything is written."""

import re

from model_cards.errors import CardError

PIPELINE_ID = "geneverse/gene-pipeline"
REGISTRY_ID = "geneverse/gene-registry"
_REPO_ID = re.compile(r"[\w-][\w.-]*/[\w-][\w.-]*")
_VERSION = re.compile(r"v\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?")


def check_names(repo_id: str, version: str) -> None:
    """CardError unless they can be a Hub id and a release's tag."""
    if not _REPO_ID.fullmatch(repo_id):
        raise CardError(f"--repo {repo_id!r} is no Hub id; write organisation/name")
    check_version(version, "--version")


def check_version(version: str, option: str) -> None:
    """CardError unless it is a tag such as v0.1.0."""
    if not _VERSION.fullmatch(version):
        raise CardError(f"{option} {version!r} is no version; write for example v0.1.0")
