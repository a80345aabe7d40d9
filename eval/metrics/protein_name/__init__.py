"""The metric ``geneverse/protein_name``: how much of a protein's right name an answer has."""

from .overlap import longest_common_substring, name_overlap

__all__ = ["longest_common_substring", "name_overlap"]
