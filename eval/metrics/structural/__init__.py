"""The metric ``geneverse/structural``: an answer is one whole paragraph of academic prose."""

from .paragraph import is_degenerate, structural, structural_faults

__all__ = ["is_degenerate", "structural", "structural_faults"]
