"""A release of two repos, struck by one fault at one request, and what must hold afterwards.

``Scenario.strike("reset", 17)`` releases fresh content while the 18th request is reset, runs again
once if that failed, and checks the store: one commit and one tag a repo, on the right content, and
one collection that lists each repo once.
"""

import json
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import artefacts as make
from huggingface_hub import close_session

from hub.caller import limit_time
from hub.durable import write_bytes
from hub.errors import HubError
from hub.manifest import Manifest
from hub.plan import Artefact, find
from hub.record import tools
from hub.releases import Options, carry_out, content_of, look, make_manifest
from hub.server import Endpoint, Fault, Store, serve
from hub.server.collection_store import Collections
from hub.server.names import RepoRef
from hub.steps import DONE

VERSION = "v0.1.0"
SILENCE, PATIENCE, LATEST = (
    1.5,
    60.0,
    5.0,
)  # seconds without an answer: too long, and never reached here
FAULTS = {
    "500": Fault("status", status=500),
    "503": Fault("status", status=503),
    "429": Fault("status", status=429, retry_after=1),
    "reset": Fault("reset"),
    "lost": Fault("lost"),
    "half": Fault("half"),
    "full disk": Fault("full"),
    "late": Fault("delay", seconds=SILENCE + 0.5),
    "client killed": Fault("delay", seconds=0.3),
    "server killed": Fault("kill"),
    "server killed after": Fault("kill-after"),
}
WRITES = ("create", "preupload", "batch", "upload", "verify", "commit", "add_tag", "add_item")


@dataclass
class Scenario:
    """A hub that can be killed and started again on its folder, and releases to it."""

    place: Path
    root: Path = field(init=False)
    hub: Endpoint = field(init=False)
    struck: Counter[str] = field(default_factory=Counter)
    survived: Counter[str] = field(default_factory=Counter)
    reruns: Counter[str] = field(default_factory=Counter)
    _running: ExitStack = field(default_factory=ExitStack)
    _number: int = 0

    def __post_init__(self) -> None:
        """Start the hub."""
        self.root = self.place / "hub"
        self.start()

    def start(self) -> None:
        """Start the hub, or start it again."""
        self.stop()
        close_session()
        self.hub = self._running.enter_context(serve(self.root, admin=True))

    def stop(self) -> None:
        """Stop the hub, if it still lives."""
        self._running.close()

    def requests(self) -> list[str]:
        """The routes of a release without faults, in their order."""
        artefacts, state = self._fresh()
        self.hub.calm()
        self._release(artefacts, state)
        return [seen.route.split(".")[1] for seen in self.hub.requests()]

    def strike(self, kind: str, at: int) -> None:
        """One release with one fault; AssertionError if it is not whole after one more run."""
        artefacts, state = self._fresh()
        fault = FAULTS[kind]
        self.hub.calm()
        before = sum(self.hub.struck().values())
        self.hub.inject(replace(fault, skip=at))
        limit_time(SILENCE if kind == "late" else PATIENCE)
        failed = self._killed(artefacts, state, at) if kind == "client killed" else None
        if failed is None:
            failed = self._failed(artefacts, state)
        limit_time(PATIENCE)
        if kind.startswith("server"):
            hit = not self._lives()
            self.start()
        else:
            hit = sum(self.hub.struck().values()) == before + 1
        self.struck[kind] += hit
        self._check_tags(artefacts)
        if failed:
            self.reruns[kind] += 1
            self._release(artefacts, state)
        if kind in ("late", "client killed"):
            self._await_late_ones()
        self._check_whole(artefacts, state)
        self.survived[kind] += hit

    def _fresh(self) -> tuple[list[Artefact], Path]:
        """Content and owner that no run before had."""
        self._number += 1
        folder = self.place / f"run{self._number}"
        registry = make.registry(folder / "data" / "gene-registry", genes=3 + self._number)
        (registry / "provenance.json").unlink()
        make.adapter(folder / make.ADAPTER, seed=self._number)
        return find([], folder, owner=f"run{self._number}")[0], folder / "state"

    def _release(self, artefacts: list[Artefact], state: Path) -> None:
        options = Options(self.hub.url, state)
        carry_out(look(artefacts, VERSION, options), VERSION, options)

    def _failed(self, artefacts: list[Artefact], state: Path) -> bool:
        """Whether it failed; with anything but an error of ours, the test fails."""
        try:
            self._release(artefacts, state)
        except HubError:
            return True
        return False

    def _killed(self, artefacts: list[Artefact], state: Path, at: int) -> bool:
        """A client in a process of its own, killed when the request has arrived."""
        close_session()
        child = os.fork()
        if child == 0:
            with suppress(BaseException):
                self._release(artefacts, state)
            os._exit(0)
        while len(self.hub.requests()) <= at:
            if os.waitpid(child, os.WNOHANG)[0]:
                raise AssertionError(f"the client ended before request {at}")
            time.sleep(0.01)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return True

    def _lives(self) -> bool:
        try:
            self.hub.requests()
        except OSError:
            return False
        return True

    def _await_late_ones(self) -> None:
        """What was delayed is done, too, though nobody waits for it any more."""
        end = time.monotonic() + LATEST
        while time.monotonic() < end:
            if all(seen.status is not None for seen in self.hub.requests()):
                return
            time.sleep(0.01)

    def _check_tags(self, artefacts: list[Artefact]) -> None:
        """Whatever happened, no tag is on other content."""
        store = Store(self.root)
        for artefact in artefacts:
            repo = RepoRef(artefact.repo_type, artefact.repo_id)
            if repo in store.repos(artefact.repo_type) and store.refs(repo, "tags"):
                self._check_content(store, repo, artefact, VERSION)

    def _check_whole(self, artefacts: list[Artefact], state: Path) -> None:
        store = Store(self.root)
        for artefact in artefacts:
            repo = RepoRef(artefact.repo_type, artefact.repo_id)
            tags, head = store.refs(repo, "tags"), store.resolve(repo, "main")
            assert tags == {VERSION: head.oid}, (artefact.name, tags)
            titles = [commit.title for commit in store.history(repo, head)]
            assert titles == [f"Release {VERSION}", "initial commit"], (artefact.name, titles)
            self._check_content(store, repo, artefact, VERSION)
        text = (state / "journal.json").read_text()
        assert text.count(f'"state": "{DONE}"') == len(artefacts), text
        owner = artefacts[0].repo_id.split("/")[0]
        kept = Collections(self.root / "collections", self.root / "tmp").all()
        [held] = [found for found in kept if found.owner == owner]
        listed = sorted((item.type, item.id) for item in held.items)
        assert listed == sorted((a.repo_type, a.repo_id) for a in artefacts), listed

    def _check_content(
        self, store: Store, repo: RepoRef, artefact: Artefact, revision: str
    ) -> None:
        files = store.resolve(repo, revision).files
        local: Manifest = make_manifest(content_of(artefact).items())
        for file in local.files:
            assert files[file.path].sha256 == file.sha256, (artefact.name, file.path)
            assert store.blobs.size(file.sha256) == file.size, file.path
        more = {"release.json", "sbom.json", "CHANGELOG.md", ".gitattributes"}
        assert files.keys() == {file.path for file in local.files} | more

    @property
    def told(self) -> str:
        """``faults injected: 30, survived: 30 (11 after a second run); by kind: ...``."""
        kinds = ", ".join(f"{kind} {count}" for kind, count in self.struck.items())
        total, twice = sum(self.struck.values()), sum(self.reruns.values())
        good = sum(self.survived.values())
        return f"faults injected: {total}, survived: {good} ({twice} by a second run); {kinds}"

    def keep(self, results: Path, kind: str, requests: int) -> None:
        """Write what was counted of a kind into a results file, beside the other kinds."""
        kept = json.loads(results.read_text()) if results.is_file() else {"kinds": {}}
        names = ("injected", "survived", "by_second_run")
        counted = (self.struck[kind], self.survived[kind], self.reruns[kind])
        kinds = kept["kinds"] | {
            kind: {"requests": requests, **dict(zip(names, counted, strict=True))}
        }
        totals = {name: sum(row[name] for row in kinds.values()) for name in names}
        whole = {
            "what": "a release of two repos and a collection; each request struck in turn, once",
            **totals,
            "kinds": kinds,
            "date": time.strftime("%Y-%m-%d", time.gmtime()),
            "versions": tools(),
        }
        write_bytes(results, (json.dumps(whole, indent=2) + "\n").encode())


@contextmanager
def scenario(place: Path) -> Iterator[Scenario]:
    """A hub for faults; stopped at the end."""
    made = Scenario(place)
    try:
        yield made
    finally:
        made.stop()
        limit_time()
