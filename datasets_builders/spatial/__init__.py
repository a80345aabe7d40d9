"""From a tissue section to questions about marker genes that are answered by looking."""
