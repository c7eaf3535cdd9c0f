"""Regions, units and who works there."""

from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone

from portal.organisations.models import FormerName, FormerRegionName, Region, StaffMembership, Unit
from tests.factories.accounts import UserFactory


class _NodeFactory(factory.django.DjangoModelFactory):
    """A node at the root, or below ``parent``."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type[Any], *args: Any, **kwargs: Any) -> Any:
        parent = kwargs.pop("parent", None)
        node = model_class(**kwargs)
        if parent is None:
            return model_class.add_root(instance=node)
        parent.refresh_from_db()
        return parent.add_child(instance=node)


class RegionFactory(_NodeFactory):
    """A region; ``parent`` puts it below another."""

    class Meta:
        model = Region

    code = factory.Sequence(lambda number: f"99{number:04d}")
    name = factory.Sequence(lambda number: f"测试{number}区")
    name_en = factory.Sequence(lambda number: f"Test district {number}")


class UnitFactory(_NodeFactory):
    """A unit without a region; ``parent`` puts it below another."""

    class Meta:
        model = Unit

    code = factory.Sequence(lambda number: f"u{number:04d}")
    name = factory.Sequence(lambda number: f"测试单位{number}")
    name_en = factory.Sequence(lambda number: f"Test unit {number}")
    kind = Unit.Kind.GOVERNMENT


class FormerNameFactory(factory.django.DjangoModelFactory[FormerName]):
    """An earlier name of a unit."""

    class Meta:
        model = FormerName

    unit = factory.SubFactory(UnitFactory)
    name = factory.Sequence(lambda number: f"旧称{number}局")


class FormerRegionNameFactory(factory.django.DjangoModelFactory[FormerRegionName]):
    """An earlier name of a region."""

    class Meta:
        model = FormerRegionName

    region = factory.SubFactory(RegionFactory)
    name = factory.Sequence(lambda number: f"旧称{number}区")


class StaffMembershipFactory(factory.django.DjangoModelFactory[StaffMembership]):
    """A current membership without dates."""

    class Meta:
        model = StaffMembership

    class Params:
        ended = factory.Trait(
            since=factory.LazyFunction(lambda: _days(-30)), until=factory.LazyFunction(lambda: _days(-1))
        )
        coming = factory.Trait(since=factory.LazyFunction(lambda: _days(1)))

    user = factory.SubFactory(UserFactory)
    unit = factory.SubFactory(UnitFactory)


def _days(distance: int) -> date:
    return timezone.localdate() + timedelta(days=distance)
