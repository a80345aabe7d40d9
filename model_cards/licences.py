"""Which licence a repo carries: that of its base model, or the most demanding of its sources.

The identifiers are the Hub's (https://huggingface.co/docs/hub/repositories-licenses).
"""

import re

from model_cards.errors import CardError

KNOWN_LICENCES = frozenset(
    [
        "afl-3.0",
        "agpl-3.0",
        "apache-2.0",
        "apple-amlr",
        "apple-ascl",
        "artistic-2.0",
        "bigcode-openrail-m",
        "bigscience-bloom-rail-1.0",
        "bigscience-openrail-m",
        "bsd",
        "bsd-2-clause",
        "bsd-3-clause",
        "bsd-3-clause-clear",
        "bsl-1.0",
        "c-uda",
        "cc",
        "cc-by-2.0",
        "cc-by-2.5",
        "cc-by-3.0",
        "cc-by-4.0",
        "cc-by-nc-2.0",
        "cc-by-nc-3.0",
        "cc-by-nc-4.0",
        "cc-by-nc-nd-3.0",
        "cc-by-nc-nd-4.0",
        "cc-by-nc-sa-2.0",
        "cc-by-nc-sa-3.0",
        "cc-by-nc-sa-4.0",
        "cc-by-nd-4.0",
        "cc-by-sa-3.0",
        "cc-by-sa-4.0",
        "cc0-1.0",
        "cdla-permissive-1.0",
        "cdla-permissive-2.0",
        "cdla-sharing-1.0",
        "creativeml-openrail-m",
        "deepfloyd-if-license",
        "ecl-2.0",
        "epl-1.0",
        "epl-2.0",
        "etalab-2.0",
        "eupl-1.1",
        "eupl-1.2",
        "gemma",
        "gfdl",
        "gpl",
        "gpl-2.0",
        "gpl-3.0",
        "intel-research",
        "isc",
        "lgpl",
        "lgpl-2.1",
        "lgpl-3.0",
        "lgpl-lr",
        "llama2",
        "llama3",
        "llama3.1",
        "llama3.2",
        "llama3.3",
        "llama4",
        "lppl-1.3c",
        "mit",
        "mpl-2.0",
        "ms-pl",
        "ncsa",
        "odbl",
        "odc-by",
        "ofl-1.1",
        "open-mdw",
        "openrail",
        "openrail++",
        "osl-3.0",
        "other",
        "pddl",
        "postgresql",
        "unknown",
        "unlicense",
        "wtfpl",
        "zlib",
    ]
)

# Least to most demanding: a mixture is offered under the last of these that occurs in it.
_SOURCE_LICENCES = (
    ("cc0-1.0", ("cc0", "public domain")),
    ("mit", ("mit",)),
    ("apache-2.0", ("apache",)),
    ("cc-by-4.0", ("cc by 4", "cc-by-4", "cc by-4", "creative commons attribution 4")),
    ("cc-by-sa-4.0", ("cc by-sa 4", "cc-by-sa-4", "cc by sa 4")),
)

_BASE_LICENCES = (
    ("HuggingFaceTB/SmolLM2-", "apache-2.0"),
    ("mistralai/Mistral-7B-", "apache-2.0"),
    ("meta-llama/Llama-2-", "llama2"),
    ("meta-llama/Meta-Llama-3-", "llama3"),
    ("TencentARC/LLaMA-Pro-8B", "llama2"),
    ("llava-hf/llava-1.5-7b", "llama2"),
    ("google/gemma-7b", "gemma"),
)


def data_licence(sources: list[tuple[str, str]]) -> str:
    """``cc-by-4.0`` for [("hgnc.txt", "CC0"), ("go.gmt", "CC BY 4.0")]; CardError if unknown."""
    found = 0
    for file, licence in sources:
        text = licence.lower()
        ranks = [
            rank
            for rank, (_, words) in enumerate(_SOURCE_LICENCES)
            if any(re.search(rf"(?<![a-z]){word}(?![a-z])", text) for word in words)
        ]
        if not ranks:
            raise CardError(
                f"the licence {licence!r} of source {file} is none that a data set of ours may "
                f"mix in (known: {', '.join(name for name, _ in _SOURCE_LICENCES)}); mend it in "
                "provenance.json or leave the source out"
            )
        found = max(found, *ranks)
    return _SOURCE_LICENCES[found][0]


def base_licence(base_model: str) -> str:
    """``apache-2.0`` for ``HuggingFaceTB/SmolLM2-135M-Instruct``; CardError for an unknown base.

    An adapter is offered under the licence of the model it was made from.
    """
    for prefix, licence in _BASE_LICENCES:
        if base_model.startswith(prefix):
            return licence
    raise CardError(
        f"the licence of the base model {base_model!r} is not known; look it up on the base's own "
        "card and add it to _BASE_LICENCES in model_cards/licences.py"
    )
