"""The sets that there are, in the order in which they are shown."""

from portal.insights.open_data.sets.base import register_set
from portal.insights.open_data.sets.bulletins import Bulletins
from portal.insights.open_data.sets.cases import Cases
from portal.insights.open_data.sets.changes import Changes
from portal.insights.open_data.sets.figures import Figures
from portal.insights.open_data.sets.inquiries import Inquiries
from portal.insights.open_data.sets.measures import Measures
from portal.insights.open_data.sets.notices import Notices
from portal.insights.open_data.sets.places import Regions, Units
from portal.insights.open_data.sets.statistics import Statistics
from portal.insights.open_data.sets.terms import Lists, Terms

_SETS = (
    Notices,
    Cases,
    Measures,
    Bulletins,
    Inquiries,
    Statistics,
    Figures,
    Changes,
    Units,
    Regions,
    Lists,
    Terms,
)


def register() -> None:
    """Register them, once, at start."""
    for kind in _SETS:
        register_set(kind())
