"""Finds what must not show (ID numbers, telephones, names of third parties…) in texts and files; knows no notice."""
