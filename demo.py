"""The whole story in one script."""
