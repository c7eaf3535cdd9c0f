"""What apps count in public: tables of figures, each figure with the search that lists what it counts.

`published` says what such a table is, `registry` registers them. `portal.insights` shows them, with charts and files.
"""
