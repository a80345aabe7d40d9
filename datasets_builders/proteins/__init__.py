"""Proteins: structure files in, records, pictures and instruction rows out."""
