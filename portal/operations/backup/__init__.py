"""Backup and restore: one archive with the database, the files, and what proves that both are whole.

Keys and secrets are never in it. docs/backup.md has the format and the operator's steps.
"""
