"""How each Hub repo is described: README.md rendered from recipe, provenance and scores."""
