"""Signatures of whole releases, by OpenSSF model signing (``pip install 'geneverse[sign]'``).

``model.sig`` is a Sigstore bundle over the sha256 of every file; anybody can check it with
``model_signing verify key FOLDER --signature model.sig --public_key KEY.pub``, too. Keys are
elliptic (``openssl ecparam -name prime256v1 -genkey -noout -out key.pem``).
"""

import os
import shutil
import tempfile
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hub.errors import HubError
from hub.record import SIGNATURE

PASSWORD = "GENEVERSE_SIGNING_PASSWORD"


def sign(files: Mapping[str, Path], key: Path, out: Path, *, name: str) -> None:
    """Sign ``files`` as they will lie in the repo, and write the signature to ``out``.

    A key with a password takes it from the environment, GENEVERSE_SIGNING_PASSWORD.

    Raises:
        HubError: the extra is not installed, or the key cannot be used.
    """
    hashing, signing = _library(key, "signing")
    with tempfile.TemporaryDirectory(prefix="sign-", dir=out.parent) as holder:
        folder = Path(holder) / name
        for path, source in files.items():
            _place(source, folder / path)
        config = hashing.Config().set_ignored_paths(paths=[SIGNATURE], ignore_git_paths=True)
        try:
            signer = signing.Config().use_elliptic_key_signer(
                private_key=key, password=os.environ.get(PASSWORD)
            )
            signer.set_hashing_config(config).sign(folder, Path(holder) / SIGNATURE)
        except (ValueError, TypeError, OSError) as error:
            raise HubError(f"cannot sign with the key {key.name}: {error}") from error
        (Path(holder) / SIGNATURE).replace(out)


def check_signature(folder: Path, key: Path) -> None:
    """Check ``folder/model.sig`` against the files beside it.

    Raises:
        HubError: it was made with another key, or a file is not as it was signed.
    """
    hashing, verifying = _library(key, "verifying")
    config = hashing.Config().set_ignored_paths(paths=[SIGNATURE, ".cache"], ignore_git_paths=True)
    try:
        verifier = verifying.Config().use_elliptic_key_verifier(public_key=key)
        verifier.set_hashing_config(config).verify(folder, folder / SIGNATURE)
    except Exception as error:
        # The library raises what lies below it (InvalidSignature, ValueError, KeyError); whatever
        # it is, the signature was not confirmed, and that is the answer.
        said = str(error) or type(error).__name__
        raise HubError(f"{SIGNATURE} is not confirmed by the key {key.name}: {said}") from error


def _place(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source.resolve(), target)
    except OSError:  # another file system, or one without links
        shutil.copyfile(source, target)


def _library(key: Path, part: str) -> tuple[Any, Any]:
    """The modules ``hashing`` and ``part`` of model-signing, an optional extra."""
    if find_spec("model_signing") is None:
        raise HubError("signatures need model-signing: pip install 'geneverse[sign]'")
    if not key.is_file():
        raise HubError(f"there is no key {key}: name a PEM file")
    return import_module("model_signing.hashing"), import_module(f"model_signing.{part}")
