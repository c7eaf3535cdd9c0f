"""The unit that issues the samples."""

import pytest

from portal.organisations.models import Region, Unit
from tests.notices.importing.files import UNIT


@pytest.fixture
def unit(db: None) -> Unit:
    region = Region.add_root(code="990100", name="云溪市")
    return Unit.add_root(code="yxjw", name=UNIT, short_name="云溪市纪委", region=region)
