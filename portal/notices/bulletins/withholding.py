"""Which cases no statistic may count: those of notices that not everybody may read.

A link is enough, whatever state the notice is in: an internal one that is drafted, awaited or taken down has told, or
will tell, somebody of the case in confidence. As soon as a published notice shows the case, it counts.
"""

from django.db.models import Exists, OuterRef, Q

from portal.cases.statistics.population import register_withheld
from portal.content.models.pages import is_under_restriction
from portal.notices.models import CaseLink, Scope


def register() -> None:
    """Hand the rule to the counting room."""
    register_withheld(in_closed_notices)


def in_closed_notices() -> Q:
    """The condition on ``Case`` of standing in an internal notice, or in one behind a view restriction."""
    condition = Q(pk__in=())
    for links in CaseLink.__subclasses__():
        pages = links._meta.get_field("page").related_model
        closed = pages._default_manager.filter(Q(scope=Scope.INTERNAL) | is_under_restriction())
        linked = links._default_manager.filter(case=OuterRef("pk"), page__in=closed.values("pk"))
        condition |= Q(Exists(linked))
    return condition
