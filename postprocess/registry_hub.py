"""The registry's file, from the Hub or from this machine.

One value: ``fetch_registry("geneverse/gene-registry", "genes.parquet", "v1.0.0")`` is the path of
the cached file. Pinned to a revision that is cached, it asks nobody.
"""

from pathlib import Path

from .errors import RegistryError


def fetch_registry(repo_id: str, file: str, revision: str | None) -> Path:
    """The path of a registry file: of a local folder or file, else of a data set on the Hub.

    Raises:
        RegistryError: huggingface_hub is missing; no such folder, repo, revision or file; or the
            Hub cannot be reached and nothing is cached.
    """
    local = Path(repo_id)
    if local.exists():
        if revision is not None:
            raise RegistryError(
                f"registry {repo_id}: a folder on this machine has no revision {revision!r}; "
                "leave revision out, or give the id of a data set on the Hub"
            )
        return local / file if local.is_dir() else local
    if (
        repo_id.startswith((".", "/", "~"))
        or repo_id.count("/") > 1
        or repo_id.endswith(".parquet")
    ):
        raise RegistryError(
            f"registry {repo_id}: no such folder or file; give one that holds {file}, or the id of "
            "a data set on the Hub, such as geneverse/gene-registry"
        )
    return _download(repo_id, file, revision)


def _download(repo_id: str, file: str, revision: str | None) -> Path:
    try:
        from huggingface_hub import errors as hub
        from huggingface_hub import hf_hub_download
    except ImportError as error:
        raise RegistryError(
            f"registry {repo_id}: huggingface_hub is not installed; "
            "`pip install huggingface-hub`, or use from_parquet with a local file"
        ) from error
    where = f"registry {repo_id}" + (f" at {revision}" if revision else "")
    try:
        return Path(hf_hub_download(repo_id, file, repo_type="dataset", revision=revision))
    except hub.LocalEntryNotFoundError as error:
        fix = (
            "it is not in the cache, and the Hub cannot be reached (or HF_HUB_OFFLINE is set); "
            "open it once with a network, or use from_parquet with a local file"
        )
        raise RegistryError(f"{where}: {fix}") from error
    except hub.RevisionNotFoundError as error:
        fix = "no such revision; name a tag (v1.0.0), a branch or a commit of the data set"
        raise RegistryError(f"{where}: {fix}") from error
    except hub.RepositoryNotFoundError as error:
        fix = "no such data set on the Hub, or no right to read it; check the id, or set HF_TOKEN"
        raise RegistryError(f"{where}: {fix}") from error
    except hub.EntryNotFoundError as error:
        fix = f"the data set has no {file}; it is no gene registry, or of another layout"
        raise RegistryError(f"{where}: {fix}") from error
    except hub.HFValidationError as error:
        fix = "not a Hub id; write namespace/name, such as geneverse/gene-registry"
        raise RegistryError(f"{where}: {fix}") from error
    except (hub.HfHubHTTPError, OSError) as error:
        raise RegistryError(f"{where}: it could not be fetched ({error}); try again") from error
