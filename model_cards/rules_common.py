"""Rules for the front matter of every kind of repo; each yields what is wrong, [] if nothing."""

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Literal

from model_cards.known import KEYS, LANGUAGES
from model_cards.licences import KNOWN_LICENCES
from model_cards.problem import Path, Problem

RepoType = Literal["model", "dataset", "space"]

_REPO_ID = re.compile(r"[\w-][\w.-]*/[\w-][\w.-]*")
_OLD_REPO_ID = re.compile(r"[\w-][\w.-]*")  # gpt2, squad: repos without an owner
_URL = re.compile(r"https?://[^\s/]+\.[^\s/]+\S*|https?://(?:localhost|127\.0\.0\.1)\S*")
_LICENCE_ID = re.compile(r"[a-z0-9][a-z0-9.+-]*")
_LICENCE_FILES = ("LICENSE", "LICENSE.md", "LICENSE.txt", "NOTICE")


def items(data: Mapping[str, Any], key: str) -> Iterator[tuple[Path, Any]]:
    """The values under ``key`` with their paths, whether it holds one or a list."""
    value = data.get(key)
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield (key, number), one
    elif value is not None:
        yield (key,), value


def one_of(
    data: Mapping[str, Any], key: str, known: Collection[str], rule: str
) -> Iterator[Problem]:
    """Every value under ``key`` that is not in ``known``, with the nearest one that is."""
    for path, value in items(data, key):
        if isinstance(value, str) and value in known:
            continue
        near = difflib.get_close_matches(str(value), known, 1)
        fix = f"write {near[0]}" if near else f"write one of {', '.join(sorted(known))}"
        yield Problem(rule, path, f"{value!r} is not known to the Hub", fix)


def repo_ids(
    data: Mapping[str, Any], key: str, rule: str, *, list_needed: bool = False
) -> Iterator[Problem]:
    """Values under ``key`` that name no repo; an old name without owner is a warning."""
    if list_needed and data.get(key) is not None and not isinstance(data[key], list):
        yield Problem("list-needed", (key,), "it is no list", "write its values with - in front")
        return
    for path, value in items(data, key):
        if isinstance(value, str) and _REPO_ID.fullmatch(value):
            continue
        old = isinstance(value, str) and _OLD_REPO_ID.fullmatch(value)
        yield Problem(
            rule,
            path,
            f"{value!r} is no Hub id of the form organisation/name",
            "write the id as it stands in the repo's address",
            "warning" if old else "error",
        )


def common_rules(data: Mapping[str, Any], repo_type: RepoType) -> Iterator[Problem]:
    """Licence, language, tags, thumbnail, and keys that nobody reads."""
    yield from _licence(data)
    yield from _languages(data)
    yield from _texts(data, "tags")
    yield from _texts(data, "metrics")
    yield from _thumbnail(data)
    if "pretty_name" in data and not isinstance(data["pretty_name"], str):
        yield Problem("pretty-name", ("pretty_name",), "it is no text", "write one line of text")
    yield from _unknown_keys(data, repo_type)


def _licence(data: Mapping[str, Any]) -> Iterator[Problem]:
    licences = list(items(data, "license"))
    for path, value in licences:
        if not isinstance(value, str) or value not in KNOWN_LICENCES:
            near = difflib.get_close_matches(str(value), KNOWN_LICENCES, 1)
            yield Problem(
                "licence-unknown",
                path,
                f"{value!r} is not an identifier of the Hub",
                f"write for example {near[0] if near else 'apache-2.0'}, or other with "
                "license_name and license_link",
            )
    other = any(value == "other" for _, value in licences)
    for key in ("license_name", "license_link"):
        if other and not data.get(key):
            yield Problem(
                "licence-other",
                (key,),
                "missing; license is other",
                "the Hub needs the licence's name and link",
            )
    name, link = data.get("license_name"), data.get("license_link")
    if name is not None and not (isinstance(name, str) and _LICENCE_ID.fullmatch(name)):
        yield Problem(
            "licence-name",
            ("license_name",),
            f"{name!r} is no identifier",
            "write small letters, digits, . and -, for example my-licence-1.0",
        )
    if link is not None and not (
        isinstance(link, str) and (link in _LICENCE_FILES or _URL.fullmatch(link))
    ):
        yield Problem(
            "licence-link",
            ("license_link",),
            f"{link!r} is neither a file of the repo nor a URL",
            f"write {_LICENCE_FILES[0]} or the licence's https:// address",
        )


def _languages(data: Mapping[str, Any]) -> Iterator[Problem]:
    for path, value in items(data, "language"):
        if isinstance(value, bool):
            yield Problem(
                "language-bool",
                path,
                f"YAML reads an unquoted no as {value}",
                'put the code in quotes: "no"',
            )
        elif not isinstance(value, str) or not (
            value in LANGUAGES
            or value in ("multilingual", "code")
            or re.fullmatch(r"[a-z]{3}", value)
        ):
            yield Problem(
                "language-code",
                path,
                f"{value!r} is no ISO 639 code",
                "write for example en (regions such as en-US go into language_details)",
            )


def _texts(data: Mapping[str, Any], key: str) -> Iterator[Problem]:
    if key not in data:
        return
    value = data[key]
    if not isinstance(value, list):
        yield Problem("list-needed", (key,), "it is no list", "write its values with - in front")
        return
    for number, one in enumerate(value):
        if not isinstance(one, str) or not one.strip():
            yield Problem("text-needed", (key, number), f"{one!r} is no text", "put it in quotes")


def _thumbnail(data: Mapping[str, Any]) -> Iterator[Problem]:
    value = data.get("thumbnail")
    if value is not None and not (isinstance(value, str) and _URL.fullmatch(value)):
        yield Problem(
            "thumbnail",
            ("thumbnail",),
            f"{value!r} is no address of a picture",
            "write an https:// address; a file of the repo has one under /resolve/main/",
        )


def _unknown_keys(data: Mapping[str, Any], repo_type: RepoType) -> Iterator[Problem]:
    known = KEYS[repo_type]
    for key in data:
        if key in known:
            continue
        elsewhere = [kind for kind, keys in KEYS.items() if key in keys]
        near = difflib.get_close_matches(str(key), known, 1, cutoff=0.75)
        if near:
            fix = f"write {near[0]} if you meant that"
        elif elsewhere:
            fix = f"it belongs into the card of a {elsewhere[0]}; take it out"
        else:
            fix = "take it out, or ignore this if you want it shown as it is"
        yield Problem("unknown-key", (str(key),), "the Hub does not read it", fix, "warning")
