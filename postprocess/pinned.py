"""Which registry the pipeline takes where neither the user nor the model repo names one.

In ``geneverse/gene-pipeline`` this file is written at release with the revision of that release; in
the source tree nothing is pinned.
"""

REGISTRY_ID = "geneverse/gene-registry"
REGISTRY_REVISION: str | None = None
