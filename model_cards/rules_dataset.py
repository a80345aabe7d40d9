"""Rules for the front matter of a data set (hub-docs, datasetcard.md; the naming of datasets)."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path as File
from typing import Any

from model_cards.known import SIZES, TASKS
from model_cards.problem import Path, Problem
from model_cards.rules_common import items, one_of, repo_ids

_SPLIT = re.compile(r"\w+(\.\w+)*")  # datasets.naming
_BAD_IN_CONFIG = re.compile(r'[<>:/\\|?*"]')  # datasets.naming, for a name that becomes a folder


def dataset_rules(data: Mapping[str, Any], folder: File | None) -> Iterator[Problem]:
    """Size, tasks, configurations with their files, and what dataset_info says of them."""
    yield from one_of(data, "size_categories", SIZES, "size-category")
    yield from one_of(data, "task_categories", TASKS, "task-category")
    yield from _task_ids(data)
    for problem in repo_ids(data, "source_datasets", "source-dataset"):
        if data.get("source_datasets") not in (["original"], "original"):
            yield problem
    configs = data.get("configs")
    if configs is not None:
        if isinstance(configs, list) and all(isinstance(c, dict) for c in configs):
            yield from _configs(configs, folder)
        else:
            yield Problem(
                "configs-form",
                ("configs",),
                "a list of objects was expected",
                "write - config_name: ... with data_files below it",
            )
    yield from _infos(data)


def _task_ids(data: Mapping[str, Any]) -> Iterator[Problem]:
    every = {one for ids in TASKS.values() for one in ids}
    yield from one_of(data, "task_ids", every, "task-id")
    of = {one for _, task in items(data, "task_categories") for one in TASKS.get(str(task), ())}
    for path, value in items(data, "task_ids"):
        if isinstance(value, str) and value in every and value not in of:
            tasks = sorted(task for task, ids in TASKS.items() if value in ids)
            yield Problem(
                "task-id-elsewhere",
                path,
                f"{value!r} is a part of {' and '.join(tasks)}",
                "add that task to task_categories",
                "warning",
            )


def _configs(configs: list[dict[str, Any]], folder: File | None) -> Iterator[Problem]:
    names = [config.get("config_name") for config in configs]
    for twice, count in Counter(map(str, names)).items():
        if count > 1:
            yield Problem(
                "config-twice", ("configs",), f"{twice!r} occurs {count} times", "keep one"
            )
    defaults = [c for c in configs if c.get("default") is True]
    if len(configs) > 1 and len(defaults) != 1 and "default" not in names:
        yield Problem(
            "config-default",
            ("configs",),
            f"{len(defaults)} of {len(configs)} are marked default: true",
            "mark exactly one, or a bare load_dataset fails",
        )
    for number, config in enumerate(configs):
        path: Path = ("configs", number)
        name = config.get("config_name")
        if not isinstance(name, str) or not name or _BAD_IN_CONFIG.search(name):
            yield Problem(
                "config-name",
                (*path, "config_name"),
                f"{name!r} is no name",
                "write a name without / and the like, it becomes a folder in the cache",
            )
        yield from _data_files(str(name), config.get("data_files"), path, folder)


def _data_files(name: str, given: Any, path: Path, folder: File | None) -> Iterator[Problem]:
    where: Path = (*path, "data_files")
    if isinstance(given, str):
        given = [given]
    if not isinstance(given, list) or not given:
        yield Problem(
            "data-files", where, f"{name!r} has no data_files", "list split and path of each file"
        )
        return
    seen: Counter[str] = Counter()
    for number, entry in enumerate(given):
        if isinstance(entry, str):
            yield from _patterns(name, [entry], (*where, number), folder)
        elif isinstance(entry, dict) and entry.get("split") and entry.get("path"):
            split, files = entry["split"], entry["path"]
            seen[str(split)] += 1
            if not _SPLIT.fullmatch(str(split)):
                yield Problem(
                    "split-name",
                    (*where, number, "split"),
                    f"{split!r} is no name of a split",
                    "write letters, digits and _, for example train",
                )
            yield from _patterns(
                name, files if isinstance(files, list) else [files], (*where, number), folder
            )
        else:
            yield Problem(
                "data-files",
                (*where, number),
                f"{name!r} has a data_files entry without split and path: {entry}",
                "write both",
            )
    for split_name, count in seen.items():
        if count > 1:
            yield Problem(
                "split-twice",
                where,
                f"{name!r} has the split {split_name!r} {count} times",
                "give its files as one list",
            )


def _patterns(name: str, patterns: list[Any], path: Path, folder: File | None) -> Iterator[Problem]:
    for pattern in patterns:
        file = File(str(pattern))
        if file.is_absolute() or ".." in file.parts:
            yield Problem(
                "data-files-outside",
                path,
                f"{name!r} leads out of the repo: {pattern}",
                "write a path below the repo's root",
            )
        elif folder is not None and not _is_there(folder, str(pattern)):
            yield Problem(
                "data-files-absent",
                path,
                f"{name!r} names {pattern}, which is not in {folder.name}",
                "name the file as it is called, or put it there",
            )


def _is_there(folder: File, pattern: str) -> bool:
    try:
        return any(folder.glob(pattern))
    except (ValueError, NotImplementedError):  # no pattern at all, such as "**x"
        return False


def _infos(data: Mapping[str, Any]) -> Iterator[Problem]:
    infos = data.get("dataset_info")
    if infos is None:
        return
    several = isinstance(infos, list)
    for number, info in enumerate(infos if several else [infos]):
        path: Path = ("dataset_info", number) if several else ("dataset_info",)
        if not isinstance(info, dict):
            yield Problem("info-form", path, "it is no object", "write features and splits")
            continue
        yield from _features(info, path)
        yield from _splits(info, path, _of_config(data, info))


def _of_config(data: Mapping[str, Any], info: Mapping[str, Any]) -> set[str] | None:
    """The splits that ``configs`` gives the configuration; None where it says nothing of them."""
    configs = data.get("configs")
    name = info.get("config_name", "default")
    for config in configs if isinstance(configs, list) else ():
        if isinstance(config, dict) and config.get("config_name") == name:
            files = config.get("data_files")
            listed = files if isinstance(files, list) else ()
            found = [f.get("split") for f in listed if isinstance(f, dict)]
            return {str(split) for split in found} or None
    return set() if isinstance(configs, list) else None


def _features(info: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    features = info.get("features")
    if features is None:
        return
    if not isinstance(features, list) or not all(
        isinstance(f, dict) and isinstance(f.get("name"), str) for f in features
    ):
        yield Problem(
            "info-features",
            (*path, "features"),
            "a list of objects with a name was expected",
            "write - name: ... and dtype: ... for each column",
        )


def _splits(info: Mapping[str, Any], path: Path, wanted: set[str] | None) -> Iterator[Problem]:
    name = info.get("config_name", "default")
    splits = info.get("splits")
    for number, split in enumerate(splits if isinstance(splits, list) else ()):
        where: Path = (*path, "splits", number)
        if not isinstance(split, dict) or not split.get("name"):
            yield Problem("info-split", where, "a split has no name", "write name: train")
            continue
        for key in ("num_bytes", "num_examples"):
            count = split.get(key)
            if not isinstance(count, int) or isinstance(count, bool) or count < 0:
                yield Problem(
                    "info-count", (*where, key), f"{count!r} is no count", "write a whole number"
                )
        if wanted is not None and str(split["name"]) not in wanted:
            yield Problem(
                "info-split-absent",
                (*where, "name"),
                f"{name!r} has no split {split['name']!r} in configs",
                "make the two agree",
            )
