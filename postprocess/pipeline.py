"""A transformers pipeline that describes human genes, with every identifier checked.

In: a symbol, an alias, an identifier, or a question. Out: a dictionary (see ``result.py``) with the
corrected answer, the raw one, the edits, the gene's record, and a status that says what to make of
it::

    describe = GeneDescriptionPipeline.from_pretrained("geneverse/smollm2-135m-gene-grounded-lora")
    describe("p53")["answer"]     # "TP53 (tumor protein p53) is a protein-coding gene ..."

It also works as ``pipeline("text-generation", model=<adapter id>, pipeline_class=...)``, and as
task ``gene-description`` of a repo with merged weights. How the model is asked is read from the
model repo's geneverse.json; the records come from the gene registry.
"""

import copy
from dataclasses import dataclass, field
from typing import Any

from transformers import GenerationConfig, Pipeline

from .generation import Answer, generate, generation_config, room_for, updated
from .inputs import Item, QuestionError, wrapped
from .loading import load_model, settings_of
from .prompt import model_text, template_of, user_message
from .question import Asked, QuestionReader
from .registry import GeneRegistry
from .registry_source import registry_source
from .result import (
    REFUSED_FIRST,
    Request,
    answered_result,
    closed_book_note,
    is_refusal,
    mode_note,
    notes_on,
    refused_result,
)
from .settings import CHAT, CLOSED_BOOK, GROUNDED, MODES, Settings


@dataclass
class _Done:
    """A request with the tokens of its prompt and the answers as generated."""

    request: Request
    ids: list[int] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    @property
    def wrongly_refused(self) -> bool:
        """Whether the model refused to describe a gene whose record it was given."""
        given = self.request.mode == GROUNDED and not self.request.asked.free
        return given and all(is_refusal(answer.text) for answer in self.answers)


class GeneDescriptionPipeline(Pipeline):  # type: ignore[misc]  # transformers is skipped by mypy
    """Describes genes.

    Args beside those of every pipeline (``model``, ``tokenizer``, ``device``, ``batch_size``):
        registry: a ``GeneRegistry``, a path, or a Hub id; left out, the one that the model repo
            names, else ``geneverse/gene-registry``.
        registry_revision: tag or commit of the registry on the Hub.
        settings: where the model's geneverse.json is, or its content; found by itself for models
            that transformers loaded by name.
        settings_revision: tag or commit of that repo.
        mode: ``grounded`` or ``closed-book``, where the model shall be asked otherwise than it was
            trained; the result notes it. Also an option of each call.
        ask_unknown: in closed-book mode, put genes that the registry does not have to the model
            too. Also an option of each call.
        Options of ``generate`` (``max_new_tokens``, ``do_sample``, ``temperature``,
        ``num_beams`` ...), here or in each call; greedy by default.

    Raises:
        SettingsError: how the model was trained to be asked is not known.
        RegistryError: at the first question, where the registry cannot be opened.
    """

    _pipeline_calls_generate = True
    _load_processor = False
    _load_image_processor = False
    _load_video_processor = False
    _load_feature_extractor = False
    _load_tokenizer = True

    def __init__(
        self,
        model: Any,
        tokenizer: Any = None,
        *args: Any,
        registry: Any = None,
        registry_revision: str | None = None,
        settings: Any = None,
        settings_revision: str | None = None,
        **kwargs: Any,
    ) -> None:
        found, tokenizer = settings_of(model, tokenizer, settings, settings_revision)
        self.settings: Settings = found
        self._template = template_of(found, tokenizer)
        self._registry = registry_source(registry, registry_revision, found)
        self._reader: QuestionReader | None = None
        if tokenizer.pad_token_id is None:  # transformers makes no batch without one
            tokenizer.pad_token = tokenizer.eos_token
        generation, kwargs = generation_config(model, tokenizer, kwargs)
        super().__init__(model, tokenizer, *args, generation_config=generation, **kwargs)
        # transformers fills in a max_length, and then warns of it at each call.
        self.generation_config = generation

    @classmethod
    def from_pretrained(
        cls, model: str, *, revision: str | None = None, **kwargs: Any
    ) -> "GeneDescriptionPipeline":
        """A pipeline from a Hub id or a folder, of an adapter or of whole weights.

        Unlike ``pipeline(..., revision=)``, a ``revision`` here is the adapter's only, and the
        adapter's own tokenizer is used. ``base``: a folder or id in place of the base that the
        adapter names. ``device`` and ``dtype`` as for ``pipeline``; a CPU gets float32.
        """
        dtype, base = kwargs.pop("dtype", "auto"), kwargs.pop("base", None)
        loaded, tokenizer = load_model(model, revision, kwargs.get("device"), dtype, base)
        kwargs.setdefault("settings", model)
        kwargs.setdefault("settings_revision", revision if kwargs["settings"] == model else None)
        return cls(model=loaded, tokenizer=tokenizer, task="text-generation", **kwargs)

    @property
    def registry(self) -> GeneRegistry:
        """The gene registry, opened when it is first needed."""
        return self._registry.open()

    def _sanitize_parameters(
        self, mode: str | None = None, ask_unknown: bool | None = None, **generate: Any
    ) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
        if mode is not None and mode not in MODES:
            raise QuestionError(f"mode is {mode!r}; use one of {', '.join(MODES)}")
        if mode == GROUNDED and not self.settings.grounded:
            raise QuestionError(f"{self.settings.source} has no grounded prompt to ask with")
        options = {"mode": mode, "ask_unknown": ask_unknown}
        return {k: v for k, v in options.items() if v is not None}, generate, {}

    def __call__(self, inputs: Any, **kwargs: Any) -> Any:
        """Answer one question (a dictionary), a list of them (a list), or any other iterable, for
        instance a ``KeyDataset`` or a generator (an iterator that answers as it is read).

        ``batch_size`` questions go through the model together. A question in a list that is no
        text gives a result that says so; ``num_workers`` is not used, there is nothing to share.

        Raises:
            QuestionError: ``inputs`` is no text and holds none.
        """
        kwargs.pop("num_workers", None)
        items = wrapped(inputs)
        return [] if items == [] else super().__call__(items, **kwargs)

    def preprocess(
        self, item: Item, mode: str | None = None, ask_unknown: bool = False
    ) -> dict[str, Any]:
        """Find the gene, and write the prompt where there is something to ask."""
        registry = self.registry
        if self._reader is None:
            self._reader = QuestionReader(registry, self.settings.question)
        mode = mode or self.settings.mode
        asked = self._reader.read(item.question)
        request = Request(asked, mode, status=asked.status, notes=[n for n in (asked.note,) if n])
        if self._may_ask(request, asked, ask_unknown):
            request.notes += notes_on(asked)
            if mode != self.settings.mode:
                request.notes.append(mode_note(mode, self.settings.mode))
            request.message = user_message(asked, self.settings, mode)
            request.text = model_text(
                request.message, self.settings, self._template, self.tokenizer
            )
        return {"request": request}

    def _may_ask(self, request: Request, asked: Asked, ask_unknown: bool) -> bool:
        if asked.status == "unknown gene" and request.mode == CLOSED_BOOK and ask_unknown:
            request.notes.append(closed_book_note(asked))
            return True
        if asked.status == "ok" and request.mode == GROUNDED and not asked.genes[0].record:
            request.status = "no record"
            request.notes.append(f"The registry has no record text of {asked.genes[0].symbol}.")
        return request.status == "ok"

    def _forward(self, model_inputs: dict[str, Any], **options: Any) -> dict[str, Any]:
        """Put the prompts of a batch to the model; those without a prompt pass by it."""
        given = model_inputs["request"]  # a list where transformers made a batch
        done = [_Done(request) for request in (given if isinstance(given, list) else [given])]
        config = copy.deepcopy(self.generation_config)
        rest = updated(config, options)
        live = [one for one in done if one.request.text is not None and self._fits(one, config)]
        self._answer(live, config, rest)
        # The record of the gene asked for is in the prompt, so that the refusal is known to be
        # wrong. It has one opening; with its first token forbidden, small models use the record.
        refused = [one for one in live if one.wrongly_refused]
        if refused:
            firsts = {answer.first for one in refused for answer in one.answers}
            config.begin_suppress_tokens = sorted(first for first in firsts if first is not None)
            self._answer(refused, config, rest)
            for one in refused:
                one.request.notes.append(REFUSED_FIRST)
        return {"done": done}

    def _answer(self, live: list[_Done], config: GenerationConfig, rest: dict[str, Any]) -> None:
        if live:
            prompts = [one.ids for one in live]
            found = generate(self.model, self.tokenizer, prompts, config, rest, self.device)
            for one, answers in zip(live, found, strict=True):
                one.answers = answers

    def _fits(self, done: _Done, config: GenerationConfig) -> bool:
        # A chat template writes its own special tokens; an Alpaca text has none, so a tokenizer
        # that begins texts with one has to add it, as in training.
        special, request = self._template != CHAT, done.request
        done.ids = self.tokenizer(request.text, add_special_tokens=special)["input_ids"]
        if room_for(len(done.ids), self.model, config):
            return True
        request.status, request.message, request.text = "prompt too long", None, None
        request.notes.append(
            f"The prompt has {len(done.ids)} tokens; with the answer it does not fit into the "
            "model. Ask shorter, or lower max_new_tokens."
        )
        return False

    def postprocess(self, model_outputs: dict[str, Any]) -> dict[str, Any] | list[dict[str, Any]]:
        """Correct the answer; with ``num_return_sequences`` over one, a list of results."""
        done: _Done | list[_Done] = model_outputs["done"]
        one = done[0] if isinstance(done, list) else done
        if not one.answers:
            return refused_result(one.request, self.registry)
        results = [
            answered_result(one.request, answer.text, self.registry, cut_at=answer.cut_at)
            for answer in one.answers
        ]
        return results[0] if len(results) == 1 else results
