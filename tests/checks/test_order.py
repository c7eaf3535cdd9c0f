"""Tests run in any order: one that emptied the database leaves it as it found it."""

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import Page

from portal.cases.models import Term


def _state() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in (Group, Permission, Page, Term)}


def test_real_transactions_leave_nothing_missing(
    request: pytest.FixtureRequest, transactional_db: None, django_db_setup: object
) -> None:
    before = _state()
    assert all(before.values())
    Page.objects.filter(depth__gt=2).delete()
    Term.objects.filter(taxonomy="person_status").delete()
    django_db_setup.put_back()  # type: ignore[attr-defined]
    assert _state() == before
