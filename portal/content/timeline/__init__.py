"""What is on record of a unit, told by the apps that hold it: each registers a source, the archive puts them together.

`entries` says what an entry is and what is asked, `sources` registers, `paging` cuts a page out of a query set.
"""
