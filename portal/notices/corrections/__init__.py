"""Corrections of notices: what editors must say before a public text changes, and where readers see it."""
