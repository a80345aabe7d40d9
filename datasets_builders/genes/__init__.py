"""The gene task: NCBI and HGNC files to records, instruction rows and the gene registry."""
