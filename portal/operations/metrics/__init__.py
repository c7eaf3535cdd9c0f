"""Figures for Prometheus at `/metrics`: how much is asked and how fast, and how far behind the work is.

Nobody's address, no path, no word that was searched for stands in them. Of what citizens hand in and look up there is
no figure at all: counts that are read every few seconds would tell the moment in which somebody did it.
"""
