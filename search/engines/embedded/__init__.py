"""The engine that needs no server: an SQLite file of its own, read by many processes while one writes.

`generations` keeps the files, `schema` opens them, `writer` fills and `reader` asks them; `columns` is the part of an
index that is held in memory to count and to sort.
"""

from search.engines.embedded.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
