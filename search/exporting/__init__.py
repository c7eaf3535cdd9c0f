"""A search as a file: what `/search/` finds, as rows for a spreadsheet or as records for a program."""
