"""The counting room: figures with their unit and rounding, tables of a quarter, and whether they add up.

It counts cases and knows no notices; what stands in internal notices alone is withheld by a rule that the apps above
register (`population`).
"""
