"""What the models learn from: sources, records, instruction rows and builders."""
