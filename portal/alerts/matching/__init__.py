"""A document that changed, against everything that is followed: in memory, each against few, and stored as hits.

`needles` says whether one fits, as search would; `matcher` finds the few worth asking; `arrivals` is told by the
outbox and writes the hits; `news` says what is new at all.
"""

#: The name under which the outbox knows us.
NAME = "alerts"
