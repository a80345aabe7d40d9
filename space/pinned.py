"""Which model and registry the Space takes where the environment names none: Hub id, ``@``, tag.

In the released Space this file is written with the versions of that release.
"""

MODEL = "geneverse/smollm2-135m-gene-grounded-lora@v0.1.0"
REGISTRY = "geneverse/gene-registry@v0.1.0"
