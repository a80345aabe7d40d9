"""transformers pipelines that ask a model about a picture and check what it says.

In: a picture (PIL, path or URL), for markers with a gene and a cell type. Out: a dictionary (see
``vision_result.py``) with the answer in form, the raw one, the edits and what was verified::

    name = ProteinImagePipeline.from_pretrained("geneverse/llava-7b-protein-lora")
    name("p53.png")["name"], name("p53.png")["match"]          # "p53", "alias"
    is_marker = MarkerImagePipeline.from_pretrained("geneverse/llava-7b-marker-lora")
    is_marker("kdr.png", gene="KDR", cell_type="STAB2+ Endothelial")["verdict"]     # "yes"

They also work as ``pipeline("image-text-to-text", model=<id>, pipeline_class=...)``. How a model is
asked is read from its repo's geneverse.json, the template is its processor's.
"""

import copy
from typing import Any

from transformers import ImageTextToTextPipeline

from .generation import generation_config
from .pinned import REGISTRY_ID, REGISTRY_REVISION
from .prompt import special_tokens
from .protein_match import ProteinNames
from .registry import GeneRegistry
from .registry_source import RegistrySource
from .settings import SettingsError
from .vision_image import ImageError, load_picture
from .vision_inputs import VisionInputError, wrapped
from .vision_loading import load_vision_model, vision_settings_of
from .vision_result import (
    VisionRequest,
    ask,
    marker_result,
    protein_result,
    refused_result,
)
from .vision_settings import MARKER, PROTEIN, VisionSettings

# One sentence; the longest protein names take about 60 tokens.
MAX_NEW_TOKENS = 128


class VisionPipeline(ImageTextToTextPipeline):  # type: ignore[misc]  # transformers is skipped
    """Asks about pictures; the task is that of the model repo.

    Args beside those of every pipeline (``model``, ``processor``, ``device``, ``batch_size``):
        registry: a ``GeneRegistry``, a path, or a Hub id; left out, the one that the model repo
            names, else ``geneverse/gene-registry``.
        registry_revision: tag or commit of the registry on the Hub.
        settings: where the model's geneverse.json is, or its content; found by itself for models
            that transformers loaded by name.
        settings_revision: tag or commit of that repo.
        one_sentence: cut what a protein's answer has beside the sentence with the name (a marker's
            is always put into one sentence). Also an option of each call.
        bad_image: ``raise`` or ``mark``; left out, a single bad picture is an error and one among
            others a result that says so. Also an option of each call.
        timeout: seconds to wait for a picture's URL. Also an option of each call.
        Options of ``generate``, here or in each call; greedy by default.

    Raises:
        SettingsError: how the model was trained to be asked is not known, or the processor has no
            chat template.
    """

    task_name: str | None = None

    def __init__(
        self,
        model: Any,
        processor: Any = None,
        *args: Any,
        registry: Any = None,
        registry_revision: str | None = None,
        settings: Any = None,
        settings_revision: str | None = None,
        **kwargs: Any,
    ) -> None:
        found, processor = vision_settings_of(
            model, processor, settings, settings_revision, self.task_name
        )
        self.settings: VisionSettings = found
        _check_template(processor, found)
        tokenizer = processor.tokenizer
        if tokenizer.pad_token_id is None:  # no batch can be made without one
            tokenizer.pad_token = tokenizer.eos_token
        self._source = RegistrySource(*_registry_of(registry, registry_revision, found))
        self._names: ProteinNames | None = None
        if "generation_config" not in kwargs:
            kwargs.setdefault("max_new_tokens", MAX_NEW_TOKENS)
        generation, kwargs = generation_config(model, tokenizer, kwargs)
        super().__init__(model, *args, processor=processor, generation_config=generation, **kwargs)

    @classmethod
    def from_pretrained(
        cls, model: str, *, revision: str | None = None, **kwargs: Any
    ) -> "VisionPipeline":
        """A pipeline from a Hub id or a folder, of an adapter or of whole weights.

        ``revision`` is that of ``model`` alone; an adapter's base has its own. ``device`` and
        ``dtype`` as for ``pipeline``; a CPU gets float32.
        """
        loaded, processor = load_vision_model(
            model, revision, kwargs.get("device"), kwargs.pop("dtype", "auto")
        )
        kwargs.setdefault("settings", model)
        kwargs.setdefault("settings_revision", revision if kwargs["settings"] == model else None)
        return cls(model=loaded, processor=processor, task="image-text-to-text", **kwargs)

    @property
    def registry(self) -> GeneRegistry:
        """The gene registry, opened when it is first needed."""
        return self._source.open()

    def _sanitize_parameters(
        self,
        one_sentence: bool | None = None,
        bad_image: str | None = None,
        timeout: float | None = None,
        **generate: Any,
    ) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
        if bad_image not in (None, "raise", "mark"):
            raise VisionInputError(f"bad_image is {bad_image!r}; use raise or mark")
        if generate.get("num_return_sequences", 1) != 1:
            raise VisionInputError("num_return_sequences is not 1; one answer is read and checked")
        reading = {"bad_image": bad_image, "timeout": timeout}
        after = {} if one_sentence is None else {"one_sentence": one_sentence}
        return {k: v for k, v in reading.items() if v is not None}, generate, after

    def __call__(
        self,
        images: Any,
        text: Any = None,
        *,
        gene: Any = None,
        cell_type: Any = None,
        **kwargs: Any,
    ) -> Any:
        """Answer for one picture (a dictionary), a list (a list), or any other iterable, for
        instance a ``KeyDataset`` or a generator (an iterator that answers as it is read).

        ``text`` is a question in one's own words; left out, the one of the training data is asked.
        ``text``, ``gene`` and ``cell_type`` hold for all pictures or are lists; a picture may also
        be a dictionary that has its own. ``batch_size`` pictures go through the model together.

        Raises:
            VisionInputError: ``images`` holds no pictures.
            ImageError: a picture cannot be used (see ``bad_image``).
        """
        kwargs.pop("num_workers", None)
        items = wrapped(images, question=text, gene=gene, cell_type=cell_type)
        if items == []:
            return []
        # The parent's __call__ tells chats from pictures; here that is done.
        return super(ImageTextToTextPipeline, self).__call__(items, **kwargs)

    def preprocess(
        self, item: Any, bad_image: str | None = None, timeout: float | None = None
    ) -> dict[str, Any]:
        """Read the picture and write the prompt."""
        request = VisionRequest(item)
        try:
            request.picture = load_picture(item.image, item.name, timeout)
        except ImageError as error:
            if bad_image == "raise" or (bad_image is None and item.alone):
                raise
            request.refuse("bad image", str(error))
            return {"request": request}
        ask(request, self.settings, self.registry)
        if request.status == "bad question" and item.alone:
            raise VisionInputError(request.notes[0])
        if request.status != "bad question":
            request.text = self._prompt(request.question)
        return {"request": request}

    def _prompt(self, question: str) -> str:
        """The prompt up to where the answer begins; special tokens of a question are taken out,
        since they would end the user's turn or stand for a picture."""
        image_token = getattr(self.processor, "image_token", None) or "<image>"
        for token in [*special_tokens(self.processor.tokenizer), image_token]:
            question = question.replace(token, "")
        content = [{"type": "image"}, {"type": "text", "text": question}]
        text: str = self.processor.apply_chat_template(
            [{"role": "user", "content": content}], tokenize=False, add_generation_prompt=True
        )
        return text

    def _forward(self, model_inputs: dict[str, Any], **options: Any) -> dict[str, Any]:
        """Put the pictures of a batch to the model; those without a prompt pass by it."""
        given = model_inputs["request"]  # a list where transformers made a batch
        requests: list[VisionRequest] = given if isinstance(given, list) else [given]
        live = [request for request in requests if request.text is not None]
        answers = iter(self._answers(live, options) if live else [])
        return {"done": [(r, next(answers) if r.text is not None else None) for r in requests]}

    def _answers(
        self, live: list[VisionRequest], options: dict[str, Any]
    ) -> list[tuple[str, int | None]]:
        """Each answer as generated, and the limit that cut it off, if one did."""
        config = copy.deepcopy(self.generation_config)
        rest = config.update(**options)
        config.max_length = None  # max_new_tokens holds; transformers warns where both are set
        inputs = self.processor(
            images=[[r.picture.image] for r in live if r.picture is not None],
            text=[r.text for r in live],
            padding=True,
            padding_side="left",
            return_tensors="pt",
        ).to(self.device, dtype=self.dtype)
        if config.stop_strings:
            rest = {"tokenizer": self.processor.tokenizer, **rest}
        out = self.model.generate(**inputs, generation_config=config, **rest)
        new = getattr(out, "sequences", out)[:, inputs["input_ids"].shape[1] :].tolist()
        end = config.eos_token_id
        ends = set(end if isinstance(end, list) else [end])
        limit = config.max_new_tokens or 0
        texts = self.processor.tokenizer.batch_decode(new, skip_special_tokens=True)
        return [
            (text.strip(), limit if len(ids) >= limit > 0 and not ends & set(ids) else None)
            for text, ids in zip(texts, new, strict=True)
        ]

    def postprocess(
        self, model_outputs: dict[str, Any], one_sentence: bool = False
    ) -> dict[str, Any]:
        """Read and check the answer."""
        request, answer = (
            model_outputs["done"][0]
            if isinstance(model_outputs["done"], list)
            else model_outputs["done"]
        )
        if answer is None:
            return refused_result(request, self.settings, None)
        text, cut_at = answer
        if self.settings.task == MARKER:
            return marker_result(request, text, cut_at, self.registry)
        if self._names is None:
            self._names = ProteinNames(self.registry)
        return protein_result(request, text, cut_at, self._names, one_sentence)


class ProteinImagePipeline(VisionPipeline):
    """Names the protein in a picture and checks the name against the gene registry."""

    task_name = PROTEIN


class MarkerImagePipeline(VisionPipeline):
    """Says whether a gene marks a cell type in a picture, as a verdict and one sentence."""

    task_name = MARKER


def _registry_of(
    given: Any, revision: str | None, settings: VisionSettings
) -> tuple[Any, str | None]:
    if given is not None:
        return given, revision
    if settings.registry is not None:
        return settings.registry, revision or settings.registry_revision
    return REGISTRY_ID, revision or REGISTRY_REVISION


def _check_template(processor: Any, settings: VisionSettings) -> None:
    if not getattr(processor, "chat_template", None):
        name = getattr(processor.tokenizer, "name_or_path", "")
        raise SettingsError(
            f"{settings.source}: the processor of {name} has no chat template; pass processor= the "
            "one that the model was trained with"
        )
