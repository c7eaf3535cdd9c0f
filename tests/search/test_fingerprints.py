"""Equal content, equal mark."""

from datetime import date
from typing import Any

import pytest

from search.fingerprints import fingerprint
from tests.search.contract.samples import document


@pytest.mark.parametrize(
    "values",
    [
        {"title": "别的"},
        {"body": "别的"},
        {"kind": "warning"},
        {"url": "/"},
        {"unit": ""},
        {"date": date(2020, 1, 1)},
        {"number": 2},
        {"source": "inquiry"},
        {"facets": {"kind": ("warning",)}},
        {"facets": {"kind": ("case", "x")}},
        {"facets": {"kind": ("case",), "region": ("r",)}},
        {"title": "通", "url": "报/notices/1/"},
    ],
)
def test_any_change_shows(values: dict[str, Any]) -> None:
    assert fingerprint(document(**{"number": 1, **values})) != fingerprint(document(1))


def test_the_order_of_facets_and_empty_ones_do_not_matter() -> None:
    first = document(1, facets={"kind": ("case",), "region": ("r",), "form": ()})
    assert fingerprint(first) == fingerprint(document(1, facets={"region": ("r",), "kind": ("case",)}))


def test_it_is_short_stable_and_takes_any_text() -> None:
    assert fingerprint(document(1)) == "f1b36199fa1cce9a734d82a6"
    assert len(fingerprint(document(1, "\ud800\x00"))) == 24
