"""How everything is released: one commit and one tag per repo, and a loopback hub."""
