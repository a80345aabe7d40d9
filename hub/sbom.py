"""``sbom.json``: what a release contains and was made with, as CycloneDX 1.6.

Packages (with their licence), the base model, the data sets and the sources of a data set. It is
deterministic: no time, and a serial number that follows from the content.
"""

import json
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import quote

from hub.record import read_json

SPEC = "1.6"
MAKERS = ("geneverse",)
_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*")
_SPDX = re.compile(r"[A-Za-z0-9.+-]+")
_NAMESPACE = uuid.UUID("8b2f0d7a-3b43-5c5e-9d8e-0c7c2f1d6a10")


def make_sbom(record: Mapping[str, Any], folder: Path) -> bytes:
    """The file's content for a release; ``folder`` holds its geneverse.json and provenance."""
    facts = read_json(folder / "geneverse.json")
    versions = facts.get("versions")
    trained: dict[str, Any] = versions if isinstance(versions, dict) else {}
    components = [
        *_packages(required(MAKERS), {}),
        *_packages(sorted(trained), trained),
        *_packages(sorted(_requirements(folder)), {}),
        *_models(record),
        *_data(record),
        *_sources(read_json(folder / "provenance.json")),
    ]
    unique = {c["bom-ref"]: c for c in components}
    kind = "data" if record["type"] == "dataset" else "machine-learning-model"
    about = {
        "type": "application" if record["kind"] in ("pipeline", "metric", "space") else kind,
        "bom-ref": f"{record['repo']}@{record['version']}",
        "name": record["repo"],
        "version": record["version"],
    }
    body = {
        "bomFormat": "CycloneDX",
        "specVersion": SPEC,
        "version": 1,
        "metadata": {"component": about},
        "components": [unique[ref] for ref in sorted(unique)],
    }
    serial = uuid.uuid5(_NAMESPACE, json.dumps([body, record["files"]], sort_keys=True))
    text = json.dumps({**body, "serialNumber": f"urn:uuid:{serial}"}, indent=2, sort_keys=True)
    return f"{text}\n".encode()


def required(roots: Iterable[str]) -> list[str]:
    """Distributions that ``roots`` need without extras, themselves included, by name."""
    found: set[str] = set()
    left = [_canonical(name) for name in roots]
    while left:
        name = left.pop()
        if name in found:
            continue
        here = _installed(name)
        if here is not None:  # else a requirement for another platform or Python
            found.add(name)
            left += here.needs
    return sorted(found)


@dataclass(frozen=True)
class _Package:
    version: str
    licence: str | None
    needs: tuple[str, ...]


@cache
def _installed(name: str) -> _Package | None:
    """What is installed here under a name; reading that takes milliseconds, hence the cache."""
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return None
    licence = dict(found.metadata.json).get("license_expression")
    needs = [n for n in found.requires or () if "extra ==" not in n]
    names = tuple(_canonical(match[0]) for n in needs if (match := _NAME.match(n)))
    return _Package(found.version, str(licence) if licence else None, names)


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _requirements(folder: Path) -> set[str]:
    path = folder / "requirements.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return {_canonical(match[0]) for line in lines if (match := _NAME.match(line))}


def _packages(names: Iterable[str], versions: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """``versions`` are those of a training run; without one, what is installed here."""
    for name in names:
        if name == "python":
            continue
        found = _installed(name)
        number = str(versions.get(name) or (found.version if found else ""))
        if not number:
            continue
        purl = f"pkg:pypi/{_canonical(name)}@{quote(number, safe='.-')}"
        entry: dict[str, Any] = {
            "type": "library",
            "bom-ref": purl,
            "name": _canonical(name),
            "version": number,
            "purl": purl,
        }
        licence = found.licence if found else None
        if licence:
            entry["licenses"] = [
                {"license": {"id": licence}}
                if _SPDX.fullmatch(licence)
                else {"expression": licence}
            ]
        yield entry


def _models(record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    base = record.get("base")
    if base:
        yield _hub_part("machine-learning-model", base["id"], base["revision"])


def _data(record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for data in record.get("data") or ():
        revision = data.get("revision")
        part = _hub_part("data", data["id"], None if revision == "unpinned" else revision)
        if data.get("content_sha256"):
            part["hashes"] = [{"alg": "SHA-256", "content": data["content_sha256"]}]
        yield part


def _hub_part(kind: str, repo: str, revision: str | None) -> dict[str, Any]:
    purl = f"pkg:huggingface/{repo}" + (f"@{quote(revision, safe='')}" if revision else "")
    part = {"type": kind, "bom-ref": f"{kind}:{purl}", "name": repo, "purl": purl}
    return part | ({"version": revision} if revision else {})


def _sources(provenance: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for source in provenance.get("sources") or ():
        if not isinstance(source, dict) or not source.get("file"):
            continue
        part: dict[str, Any] = {
            "type": "data",
            "bom-ref": f"source:{source['file']}",
            "name": source["file"],
        }
        if source.get("date"):
            part["version"] = str(source["date"])
        if source.get("sha256"):
            part["hashes"] = [{"alg": "SHA-256", "content": source["sha256"]}]
        if source.get("licence"):
            part["licenses"] = [{"license": {"name": str(source["licence"])}}]
        if source.get("url"):
            part["externalReferences"] = [{"type": "distribution", "url": str(source["url"])}]
        yield part
