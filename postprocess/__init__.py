"""How an answer is made right: registry look-up and correction. Imports no other room."""
