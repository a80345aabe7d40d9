"""The demo Space: ask a gene in the browser, and see what the correction did to the answer."""
