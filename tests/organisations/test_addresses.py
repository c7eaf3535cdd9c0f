"""Which addresses of units staff may promote in search."""

import pytest
from django.utils import translation

from search.promotions import is_public
from tests.factories import UnitFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_units_that_exist_may_be_promoted(language: str) -> None:
    UnitFactory(code="D77")
    with translation.override(language):
        assert is_public("/units/")
        assert is_public("/units/D77/")
        assert not is_public("/units/D78/")
        assert not is_public("/unknown/")
