"""A named citizen who wants it is told that there is something new. What it is, only the receipt opens."""
