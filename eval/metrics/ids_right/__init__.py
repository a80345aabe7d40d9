"""The metric ``geneverse/ids_right``: every identifier of an answer is right, and none missing."""
