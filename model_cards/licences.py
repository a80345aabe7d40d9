"""Which licence a repo carries: that of its base model, or the most demanding of its sources.

The identifiers are the Hub's, as its validation listed them in May 2026
(https://huggingface.co/docs/hub/repositories-licenses has most of them).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from model_cards.errors import CardError

_KNOWN = """
afl-3.0 agpl-3.0 apache-2.0 apple-amlr apple-ascl artistic-2.0 bigcode-openrail-m
bigscience-bloom-rail-1.0 bigscience-openrail-m bsd bsd-2-clause bsd-3-clause bsd-3-clause-clear
bsl-1.0 c-uda cc cc-by-2.0 cc-by-2.5 cc-by-3.0 cc-by-4.0 cc-by-nc-2.0 cc-by-nc-3.0 cc-by-nc-4.0
cc-by-nc-nd-3.0 cc-by-nc-nd-4.0 cc-by-nc-sa-2.0 cc-by-nc-sa-3.0 cc-by-nc-sa-4.0 cc-by-nd-4.0
cc-by-sa-3.0 cc-by-sa-4.0 cc0-1.0 cdla-permissive-1.0 cdla-permissive-2.0 cdla-sharing-1.0
creativeml-openrail-m deepfloyd-if-license ecl-2.0 epl-1.0 epl-2.0 etalab-2.0 eupl-1.1 eupl-1.2
fair-noncommercial-research-license gemma gfdl gpl gpl-2.0 gpl-3.0 grok2-community h-research
intel-research isc lgpl lgpl-2.1 lgpl-3.0 lgpl-lr llama2 llama3 llama3.1 llama3.2 llama3.3 llama4
lppl-1.3c mit mpl-2.0 ms-pl ncsa odbl odc-by ofl-1.1 openmdw-1.0 openrail openrail++ osl-3.0 other
pddl postgresql unknown unlicense wtfpl zlib
"""
KNOWN_LICENCES = frozenset(_KNOWN.split())

# Least to most demanding: a mixture is offered under the last of these that occurs in it.
_SOURCE_LICENCES = (
    ("cc0-1.0", ("cc0", "public domain")),
    ("mit", ("mit",)),
    ("apache-2.0", ("apache",)),
    ("cc-by-4.0", ("cc by 4", "cc-by-4", "cc by-4", "creative commons attribution 4")),
    ("cc-by-sa-4.0", ("cc by-sa 4", "cc-by-sa-4", "cc by sa 4")),
)


NOTICE = "NOTICE"  # name of the file


@dataclass(frozen=True, slots=True)
class Obligation:
    """What a base's licence asks of whoever passes a derivative on: the card's, and a file's part.

    ``notice`` is the text for a file NOTICE in the repo, ``built_with`` a line for the card,
    ``prefix`` what the model's name must begin with; "" where the licence does not ask.
    """

    name: str
    link: str
    policy: str = ""
    notice: str = ""
    built_with: str = ""
    prefix: str = ""


_META = "Copyright © Meta Platforms, Inc. All Rights Reserved."


def _llama(version: str, prefix: str, built_with: str) -> Obligation:
    name = f"{'Meta ' if version == '3' else ''}Llama {version}"
    return Obligation(
        f"{name} Community License",
        f"https://www.llama.com/llama{version.replace('.', '_')}/license/",
        f"https://www.llama.com/llama{version.replace('.', '_')}/use-policy/",
        f"{name} is licensed under the {name} Community License, {_META}",
        built_with,
        prefix,
    )


# Section 1.b of Meta's licences (the name and the line "Built with" since Llama 3), section 3.1 of
# the Gemma Terms of Use.
OBLIGATIONS: Mapping[str, Obligation] = {
    "llama2": Obligation(
        "Llama 2 Community License",
        "https://ai.meta.com/llama/license/",
        "https://ai.meta.com/llama/use-policy/",
        f"Llama 2 is licensed under the LLAMA 2 Community License, {_META.replace('©', '(c)')}",
    ),
    "llama3": _llama("3", "Llama 3", "Built with Meta Llama 3"),
    "llama3.1": _llama("3.1", "Llama", "Built with Llama"),
    "llama3.2": _llama("3.2", "Llama", "Built with Llama"),
    "llama3.3": _llama("3.3", "Llama", "Built with Llama"),
    "gemma": Obligation(
        "Gemma Terms of Use",
        "https://ai.google.dev/gemma/terms",
        "https://ai.google.dev/gemma/prohibited_use_policy",
        "Gemma is provided under and subject to the Gemma Terms of Use found at "
        "ai.google.dev/gemma/terms",
    ),
}

_BASE_LICENCES = (
    ("HuggingFaceTB/SmolLM2-", "apache-2.0"),
    ("geneverse/smolvision-", "apache-2.0"),
    ("mistralai/Mistral-7B-", "apache-2.0"),
    ("meta-llama/Llama-2-", "llama2"),
    ("meta-llama/Meta-Llama-3-", "llama3"),
    ("meta-llama/Meta-Llama-3.1-", "llama3.1"),
    ("meta-llama/Llama-3.1-", "llama3.1"),
    ("meta-llama/Llama-3.2-", "llama3.2"),
    ("meta-llama/Llama-3.3-", "llama3.3"),
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


def licence_conflict(licence: str, base_model: str) -> str:
    """Why a model made from ``base_model`` may not be offered under ``licence``; "" if it may.

    The licences of Llama and Gemma go with everything made from them; Apache and MIT do not.
    """
    try:
        wanted = base_licence(base_model)
    except CardError:
        return ""  # a base of another maker: nothing is known, so nothing is said
    if wanted not in OBLIGATIONS or licence == wanted:
        return ""
    return (
        f"{base_model} is under the {OBLIGATIONS[wanted].name}, which goes with what is made of it"
    )
