"""The scores of an answer, one module each; pure functions of text and record."""
