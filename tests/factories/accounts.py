"""Accounts of staff."""

from collections.abc import Iterable

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User

from tests.factories.site import site_tree

PASSWORD = "Sonnenlicht-2026"


class UserFactory(factory.django.DjangoModelFactory[User]):
    """A signed-in member of staff without any rights; the password is ``PASSWORD``.

    ``groups=["name", ...]`` adds to groups that exist; ``units=[unit, ...]`` gives memberships.
    """

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    class Params:
        administrator = factory.Trait(is_staff=True, is_superuser=True)
        inactive = factory.Trait(is_active=False)

    username = factory.Sequence(lambda number: f"staff{number}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@sunlight.example")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def groups(self, create: bool, extracted: Iterable[str] | None, **kwargs: object) -> None:
        if extracted:
            site_tree()
        for name in extracted or ():
            self.groups.add(Group.objects.get(name=name))

    @factory.post_generation
    def units(self, create: bool, extracted: Iterable[object] | None, **kwargs: object) -> None:
        for unit in extracted or ():
            self.memberships.create(unit=unit)
