"""One score of one answer each: pure functions of answer, reference and record."""
