"""The demonstration site: the invented city of Jichuan (霁川市), its units, staff, notices and warnings.

Nothing here is real: no such city, district, township or company exists, and every name is masked (王某某). The words
stand in the JSON files beside this one; the modules only put them together, always the same way for the same day.
"""
