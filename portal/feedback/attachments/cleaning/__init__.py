"""Cleaned copies: what staff open instead of what was handed in. Each file is cleaned in a process of its own."""
