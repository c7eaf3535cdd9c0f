"""Clarifications: entering one, and showing it on top of what it clears."""
