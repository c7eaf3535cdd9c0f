"""The sets of open data, each with its records, its table and its filters."""
