"""What the insights say of inquiries: numbers of quarters for the whole portal, numbers of years by unit.

Of tips nothing is said here at all. `counting` counts, the others make the tables.
"""

from portal.content.statistics.registry import register_statistic
from portal.feedback.statistics.by_quarter import CODE, inquiries
from portal.feedback.statistics.by_unit import CODE_OF_UNITS, inquiries_by_unit

__all__ = ["inquiries", "inquiries_by_unit", "register"]


def register() -> None:
    """Hand them to the insights, after the statistics of cases."""
    register_statistic(CODE, inquiries, order=110)
    register_statistic(CODE_OF_UNITS, inquiries_by_unit, order=111)
