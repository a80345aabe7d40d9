"""The model and the registry behind the page: opened once, asked one question at a time.

One value: ``Desk(Places.from_environment()).answer("p53")`` is the pipeline's result for TP53. The
registry answers look-ups and corrections without the model; where the model is not there, a
question gets the gene's record and a plain word about it.
"""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from postprocess.correct import Correction, correct
from postprocess.errors import PostprocessError
from postprocess.question import MAX_QUESTION, Asked, QuestionReader
from postprocess.registry import GeneRegistry
from postprocess.registry_source import RegistrySource
from postprocess.result import Request, notes_on, refused_result
from postprocess.settings import GROUNDED
from space.places import Places, SpaceError

NO_MODEL = "no model"
MAX_TEXT = 20_000  # characters of a text to correct
MAX_BATCH = 20  # genes
_CHUNK = 4  # genes that go through the model together
_BEAT = 0.25  # seconds between two looks at what is written so far


@dataclass(frozen=True, slots=True)
class Writing:
    """The model is at work: what it has written so far, and the record that it writes from."""

    text: str
    record: dict[str, Any]


class Desk:
    """What the page asks. Safe to share between threads: questions to the model take turns.

    ``registry`` and ``pipeline`` may be given open, which tests do.
    """

    def __init__(self, places: Places, *, registry: Any = None, pipeline: Any = None) -> None:
        self.places = places
        given = registry or places.registry.name
        self._source = RegistrySource(given, places.registry.revision)
        self._pipeline = pipeline
        self._lock = threading.Lock()
        self.loaded = threading.Event()
        self.model_error = ""
        self.registry_error = ""
        if pipeline is not None:
            self.loaded.set()

    def start(self) -> None:
        """Open registry and model in the background; the page says how far that is."""
        threading.Thread(target=self.load, daemon=True).start()

    def load(self) -> None:
        """Open both; what fails is kept as a message for the page, since the rest still works."""
        from huggingface_hub.errors import HfHubHTTPError

        try:
            _ = len(self.registry.symbols)
            self.registry_error = ""
        except PostprocessError as error:
            self.registry_error = str(error)
        if self._pipeline is None:
            try:
                self._pipeline = _open_model(self.places, self._source)
                self.model_error = ""
            # What the clients raise for a repo or file that is missing or cannot be read.
            except (PostprocessError, HfHubHTTPError, OSError, ValueError, ImportError) as error:
                first = " ".join(str(error).split())[:300]
                self.model_error = f"{type(error).__name__}: {first}"
        self.loaded.set()

    @property
    def registry(self) -> GeneRegistry:
        """The gene registry.

        Raises:
            RegistryError: it is not there or cannot be read.
        """
        return self._source.open()

    @property
    def has_model(self) -> bool:
        """Whether questions can be put to a model."""
        return self._pipeline is not None

    def look_up(self, question: str) -> Asked:
        """Which gene is asked about; needs no model."""
        template = self._pipeline.settings.question if self._pipeline is not None else ""
        return QuestionReader(self.registry, template or "{symbol}").read(clean(question))

    def answer(self, question: str) -> dict[str, Any]:
        """The result of one question, as the pipeline gives it; status ``no model`` without one."""
        *_, result = self.stream(question)
        if isinstance(result, Writing):
            raise SpaceError("the question gave no result; ask again")
        return result

    def stream(self, question: str) -> Iterator[Writing | dict[str, Any]]:
        """What the model has written so far, again and again, and at last the result.

        Raises:
            PostprocessError: the registry or the model cannot answer.
        """
        asked = self.look_up(question)
        if asked.status != "ok" or self._pipeline is None:
            yield self._without_model(asked)
            return
        record = asked.genes[0].to_json()
        yield Writing("", record)
        run = _Run(self._pipeline, clean(question), self._lock)
        while run.wait(_BEAT):
            yield Writing(run.so_far, record)
        yield run.result()

    def answer_all(self, names: Sequence[str]) -> Iterator[list[dict[str, Any]]]:
        """Results of several questions, as they come.

        Raises:
            SpaceError: there are more than :data:`MAX_BATCH`.
        """
        if len(names) > MAX_BATCH:
            raise SpaceError(f"{len(names)} genes were given, {MAX_BATCH} at once are the most")
        for at in range(0, len(names), _CHUNK):
            chunk = [clean(name) for name in names[at : at + _CHUNK]]
            if self._pipeline is None:
                yield [self._without_model(self.look_up(name)) for name in chunk]
            else:
                with self._lock:
                    yield self._pipeline(chunk, batch_size=_CHUNK)

    def correct(self, text: str, symbol: str = "") -> Correction:
        """A text of any origin made right; ``symbol`` is its gene where the text does not tell.

        Raises:
            SpaceError: the text is too long, or ``symbol`` names no single gene.
        """
        if len(text) > MAX_TEXT:
            raise SpaceError(f"the text has {len(text):,} characters, {MAX_TEXT:,} are the most")
        name = clean(symbol).strip()
        if not name:
            return correct(clean(text), self.registry)
        match = self.registry.find(name[:MAX_QUESTION])
        if match.gene is None:
            near = [g.symbol for g in match.genes[:5]] or self.registry.suggest(name[:100])
            meant = f"; did you mean {', '.join(near)}?" if near else ""
            raise SpaceError(f"{name[:100]} names no single gene of the registry{meant}")
        return correct(clean(text), self.registry, symbol=match.gene.symbol)

    def _without_model(self, asked: Asked) -> dict[str, Any]:
        notes = [note for note in (asked.note,) if note] or notes_on(asked)
        request = Request(asked, GROUNDED, status=asked.status, notes=notes)
        result = refused_result(request, self.registry)
        if asked.status == "ok":
            said = "No model is loaded, so nothing was written; the record below is the registry's."
            result |= {"status": NO_MODEL, "answer": said}
        return result


class _Run:
    """One question at the model, in a thread, so that the page can show progress."""

    def __init__(self, pipeline: Any, question: str, lock: threading.Lock) -> None:
        self.so_far = ""
        self._done: dict[str, Any] | None = None
        self._error: Exception | None = None
        self._pipeline, self._question, self._lock = pipeline, question, lock
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Wait, and say whether it goes on."""
        self._thread.join(seconds)
        return self._thread.is_alive()

    def result(self) -> dict[str, Any]:
        """The result, or what went wrong.

        Raises:
            SpaceError: the model failed.
        """
        if isinstance(self._error, PostprocessError):
            raise self._error
        if self._error is not None or self._done is None:
            said = " ".join(str(self._error).split())[:200]
            raise SpaceError(
                f"the model failed on this question ({type(self._error).__name__}: {said})"
            ) from self._error
        return self._done

    def _run(self) -> None:
        from transformers import TextStreamer

        def note(text: str, stream_end: bool = False) -> None:
            self.so_far = "" if stream_end else self.so_far + text

        streamer = TextStreamer(
            self._pipeline.tokenizer, skip_prompt=True, skip_special_tokens=True
        )
        streamer.on_finalized_text = note
        try:
            with self._lock:
                self._done = self._pipeline(self._question, streamer=streamer)
        # Memory, devices, sizes: `result` raises it again where the page can show it.
        except (PostprocessError, RuntimeError, ValueError, TypeError, OSError) as error:
            self._error = error


def _open_model(places: Places, registry: RegistrySource) -> Any:
    from postprocess.pipeline import GeneDescriptionPipeline

    options: dict[str, Any] = {"base": places.base.name} if places.base else {}
    return GeneDescriptionPipeline.from_pretrained(
        places.model.name,
        revision=places.model.revision,
        registry=registry.open(),
        device="cpu",
        **options,
    )


def clean(text: object) -> str:
    """Text that can be encoded: half surrogate pairs, which JSON can carry, become ``?``."""
    return str(text or "").encode("utf-8", "replace").decode("utf-8")
