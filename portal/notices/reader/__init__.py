"""Reads existing notices: the text of a page or file becomes structured cases, each field with its place and certainty."""
