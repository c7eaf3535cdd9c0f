"""Corrections of what is public: which change of a published text there is, and the note that readers get of it.

An app hands in what it publishes (`watching.watch`); the rows follow from publication, whatever its way.
"""
