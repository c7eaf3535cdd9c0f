"""Times noted for later, where the clock that noted them ran ahead and was set right since.

Such a time would hold up what waits for it for as long as the clock had jumped, and nobody would see why.
"""

from datetime import datetime, timedelta

from django.db.models import Q

#: Clocks of machines differ by less.
CLOCKS_DIFFER = timedelta(minutes=2)


def has_come(field: str, now: datetime, longest: timedelta) -> Q:
    """The time of this field has come, or lies further ahead than anything is ever put off."""
    return Q(**{f"{field}__lte": now}) | Q(**{f"{field}__gt": now + longest + CLOCKS_DIFFER})
