"""Inspections: what is open now, the ledger of rectification, and what it adds up to."""
