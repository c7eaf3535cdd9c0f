"""The supervisors' workbench in the admin: what is late, what was perhaps not pursued, how units compare.

It counts every approved case, published or not, and is for staff who work on cases.
"""
