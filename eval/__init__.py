"""How good an answer is: collecting answers, scoring them, baselines and the report."""
