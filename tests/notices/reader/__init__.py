"""The reader of existing notices."""
