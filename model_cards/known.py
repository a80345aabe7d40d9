"""What the Hub knows: tasks, libraries, keys, colours. Facts, each list with where it stands.

A list grows with the Hub; ``CHECKED`` says when it was compared last.
"""

from collections.abc import Mapping

CHECKED = "2026-05"

# huggingface.js, packages/tasks/src/pipelines.ts: task -> its subtasks (``task_ids``).
_TASKS = """
any-to-any
audio-classification: keyword-spotting speaker-identification audio-intent-classification
 audio-emotion-recognition audio-language-identification
audio-text-to-text
audio-to-audio
automatic-speech-recognition
depth-estimation
document-question-answering: document-question-answering
feature-extraction
fill-mask: slot-filling masked-language-modeling
graph-ml
image-classification: multi-label-image-classification multi-class-image-classification
image-feature-extraction
image-segmentation: instance-segmentation semantic-segmentation panoptic-segmentation
image-text-to-image
image-text-to-text
image-text-to-video
image-to-3d
image-to-image: image-inpainting image-colorization super-resolution
image-to-text: image-captioning
image-to-video
keypoint-detection: pose-estimation
mask-generation
multiple-choice: multiple-choice-qa multiple-choice-coreference-resolution
object-detection: face-detection vehicle-detection
other
question-answering: extractive-qa open-domain-qa closed-domain-qa
reinforcement-learning
robotics: grasping task-planning
sentence-similarity
summarization: news-articles-summarization news-articles-headline-generation
table-question-answering
table-to-text
tabular-classification: tabular-multi-class-classification tabular-multi-label-classification
tabular-regression: tabular-single-column-regression
tabular-to-text: rdf-to-text
text-classification: acceptability-classification entity-linking-classification fact-checking
 intent-classification language-identification multi-class-classification
 multi-label-classification multi-input-text-classification natural-language-inference
 semantic-similarity-classification sentiment-classification topic-classification
 semantic-similarity-scoring sentiment-scoring sentiment-analysis hate-speech-detection text-scoring
text-generation: dialogue-modeling dialogue-generation conversational language-modeling
 text-simplification explanation-generation abstractive-qa open-domain-abstractive-qa
 closed-domain-qa open-book-qa closed-book-qa text2text-generation
text-ranking
text-retrieval: document-retrieval utterance-retrieval entity-linking-retrieval
 fact-checking-retrieval
text-to-3d
text-to-audio
text-to-image
text-to-speech
text-to-video
time-series-forecasting: univariate-time-series-forecasting multivariate-time-series-forecasting
token-classification: named-entity-recognition part-of-speech parsing lemmatization
 word-sense-disambiguation coreference-resolution
translation
unconditional-image-generation
video-classification
video-text-to-text
video-to-video
visual-document-retrieval
visual-question-answering: visual-question-answering
voice-activity-detection
zero-shot-classification
zero-shot-image-classification
zero-shot-object-detection
"""


def _tasks(text: str) -> Mapping[str, frozenset[str]]:
    lines = text.replace("\n ", " ").split("\n")
    parts = [line.partition(":") for line in lines if line.strip()]
    return {name.strip(): frozenset(ids.split()) for name, _, ids in parts}


TASKS: Mapping[str, frozenset[str]] = _tasks(_TASKS)
HIDDEN_IN_MODELS = frozenset(  # hideInModels: for data sets only
    ["multiple-choice", "other", "table-to-text", "tabular-to-text", "text-retrieval"]
)

# hub-docs, datasetcard.md; the Hub's filter goes up to one trillion rows.
SIZES = (
    "n<1K",
    "1K<n<10K",
    "10K<n<100K",
    "100K<n<1M",
    "1M<n<10M",
    "10M<n<100M",
    "100M<n<1B",
    "1B<n<10B",
    "10B<n<100B",
    "100B<n<1T",
    "n>1T",
)
# hub-docs, model-cards.md, "Specifying a base model".
RELATIONS = ("adapter", "finetune", "merge", "quantized")
# hub-docs, spaces-config-reference.md.
SDKS = ("gradio", "docker", "static", "streamlit")
COLOURS = ("red", "yellow", "green", "blue", "indigo", "purple", "pink", "gray")
HEADERS = ("default", "mini")
SHORT_DESCRIPTION = 60  # characters, the Hub refuses more
# huggingface_hub, _space_api.SpaceHardware.
_HARDWARE = """
cpu-basic cpu-upgrade zero-a10g t4-small t4-medium l4x1 l4x4 l40sx1 l40sx4 l40sx8 a10g-small
a10g-large a10g-largex2 a10g-largex4 a100-large a100x4 a100x8 h200 h200x2 h200x4 h200x8
"""
HARDWARE = frozenset(_HARDWARE.split())

# ISO 639-1; codes of three letters (639-2, 639-3) are taken by their form.
_LANGUAGES = """
aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da
de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy
hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg
li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or
os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw
ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
LANGUAGES = frozenset(_LANGUAGES.split())

_COMMON = (
    "license license_name license_link license_details language language_details language_bcp47 "
    "tags pretty_name thumbnail datasets models extra_gated_prompt extra_gated_fields "
    "extra_gated_heading extra_gated_description extra_gated_button_content "
    "extra_gated_eu_disallowed viewer arxiv"
)
KEYS: Mapping[str, frozenset[str]] = {
    "model": frozenset(
        f"{_COMMON} library_name pipeline_tag base_model base_model_relation new_version metrics "
        "model-index model_name eval_results widget inference co2_eq_emissions instance_prompt "
        "mask_token quantized_by buckets".split()
    ),
    "dataset": frozenset(
        f"{_COMMON} annotations_creators language_creators multilinguality size_categories "
        "source_datasets task_categories task_ids paperswithcode_id configs dataset_info "
        "config_names train-eval-index modalities".split()
    ),
    "space": frozenset(
        f"{_COMMON} title emoji colorFrom colorTo sdk sdk_version python_version app_file app_port "
        "app_build_command base_path suggested_hardware suggested_storage fullWidth header "
        "short_description pinned custom_headers disable_embedding startup_duration_timeout "
        "preload_from_hub hf_oauth hf_oauth_scopes hf_oauth_expiration_minutes "
        "hf_oauth_authorized_org duplicated_from description".split()
    ),
}
