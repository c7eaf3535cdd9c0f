"""How a reader likes to read: large text, high contrast, the simple layout, pinyin over rare characters.

`kinds` says what there is, `chosen` reads it from a request, `views` lets the reader choose, `context` hands it to
templates, `readings` writes the pinyin. Each mode is a cookie with one of a few values and nothing else: it names
nobody. A value that is none of them counts as no cookie at all, here and in the page cache.
"""
