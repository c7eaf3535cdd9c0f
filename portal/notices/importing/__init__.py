"""Notices from files: readers give rows, rows become drafts, and the writer makes pages of them."""
