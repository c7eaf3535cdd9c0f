"""Counts of what anybody may read, from the database: exact at once, while a search index follows a moment later.

Every count is that of the search it links: the same rule of what is public, the same trees, the same days of
publication. The search's filter by quarter would not do: a bulletin stands under the quarter that it is about.
"""
