"""Reads existing notices: a text becomes structured cases, each field with its place and certainty."""
