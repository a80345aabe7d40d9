"""What the models learn from: sources, records, instruction rows and the builders of each data set."""
