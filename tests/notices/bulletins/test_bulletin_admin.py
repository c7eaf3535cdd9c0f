"""The editing screen: the button that compiles, the table editor, the proposed cases, and what is refused."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from portal.cases.models import Case
from portal.cases.statistics.compiling import TOTAL
from portal.cases.statistics.figures import Origin
from portal.notices.bulletins.typing import take_typed
from portal.notices.models import BulletinIndexPage, BulletinPage
from portal.organisations.models import Unit
from tests.factories import BulletinPageFactory, CaseFactory, UnitFactory, UserFactory, section

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def autumn() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 10, 12, 4, tzinfo=UTC)):
        yield


@pytest.fixture
def city() -> Unit:
    city: Unit = UnitFactory(code="city")
    return city


@pytest.fixture
def cases(city: Unit) -> list[Case]:
    subject = {"measures": [{"grade": "pd1"}]}
    return [CaseFactory(unit=UnitFactory(parent=city), subjects=[subject]) for _each in range(3)]


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(UserFactory(groups=["editor"]))
    return client


def form(**changes: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "title": "2026年第三季度通报", "slug": "", "scope": "public", "document_number": "", "index_number": "",
        "published_on": "2026-10-12", "source_url": "", "summary": "", "keywords": "", "body": streamfield([]),
        "attachments": streamfield([]), "related": streamfield([]), "year": "2026", "quarter_number": "3", "unit": "",
        "case_links": inline_formset([]), "correction_what": "", "correction_why": "",
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000},
    }  # fmt: skip
    plain = {
        name: changes.pop(name) for name in list(changes) if "~" in name or name in ("figures-stamp", "chosen_cases")
    }
    return {**nested_form_data({**fields, **changes}), **plain}


def create(desk: Client, **changes: Any) -> HttpResponse:
    address = reverse("wagtailadmin_pages:add", args=["notices", "bulletinpage", section(BulletinIndexPage).pk])
    response: HttpResponse = desk.post(address, form(**changes))
    return response


def edit(desk: Client, page: BulletinPage, **changes: Any) -> HttpResponse:
    kept = {"unit": str(page.unit_id or ""), "slug": page.slug, "figures-stamp": draft(page).figures.get("compiled_at")}
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response: HttpResponse = desk.post(address, form(**{**kept, **changes}))
    return response


def draft(page: BulletinPage) -> BulletinPage:
    found: BulletinPage = BulletinPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return found


def figure(page: BulletinPage, row: str, column: str) -> Any:
    return next(table for table in draft(page).tables if table.code == "overview").figure(row, column)


def test_one_button_saves_compiles_and_proposes(desk: Client, city: Unit, cases: list[Case]) -> None:
    response = create(desk, unit=str(city.pk), **{"action-compile": "1"})
    assert response.status_code == 302, response.content.decode()[:3000]
    page = BulletinPage.objects.get()
    assert not page.live
    assert figure(page, TOTAL, "cases").value == 3
    assert sorted(draft(page).proposals) == sorted(case.pk for case in cases)
    screen = desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert f'name="figures~overview~{TOTAL}~cases"' in screen
    assert screen.count('name="chosen_cases"') == 3
    assert "bulletin-editor__verdict--adds_up" in screen


def test_a_quarter_to_come_is_refused_by_the_form(desk: Client) -> None:
    response = create(desk, year="2027", quarter_number="1", **{"action-compile": "1"})
    assert response.status_code == 200
    assert BulletinPage.objects.count() == 0


def test_typed_figures_are_marked_and_stay_when_compiled_again(desk: Client, city: Unit, cases: list[Case]) -> None:
    create(desk, unit=str(city.pk), **{"action-compile": "1"})
    page = BulletinPage.objects.get()
    edit(desk, page, **{f"figures~overview~{TOTAL}~letters": "3.2万", f"figures~overview~{TOTAL}~cases": "3"})
    assert figure(page, TOTAL, "letters").origin == Origin.TYPED
    assert str(figure(page, TOTAL, "letters")) == "3.2万"
    assert figure(page, TOTAL, "cases").origin == Origin.COMPILED
    edit(desk, page, **{"action-compile": "1"})
    assert str(figure(page, TOTAL, "letters")) == "3.2万"


@pytest.mark.parametrize("text", ["-3", "1000000001", "many", "12.5"])
def test_a_typed_figure_that_is_none_is_refused_and_not_lost(
    desk: Client, city: Unit, cases: list[Case], text: str
) -> None:
    create(desk, unit=str(city.pk), **{"action-compile": "1"})
    page = BulletinPage.objects.get()
    response = edit(desk, page, **{f"figures~overview~{TOTAL}~letters": text})
    assert response.status_code == 200
    screen = response.content.decode()
    assert re.search(rf'name="figures~overview~{TOTAL}~letters" value="{re.escape(text)}"', screen)
    assert figure(page, TOTAL, "letters") is None


def test_what_was_typed_for_older_figures_is_refused(desk: Client, city: Unit, cases: list[Case]) -> None:
    create(desk, unit=str(city.pk), **{"action-compile": "1"})
    page = BulletinPage.objects.get()
    stale = {"figures-stamp": "2026-10-01T00:00:00+00:00", f"figures~overview~{TOTAL}~letters": "62"}
    assert edit(desk, page, **stale).status_code == 200
    assert figure(page, TOTAL, "letters") is None


def test_a_mismatch_is_told_beside_the_row_and_column(desk: Client, city: Unit, cases: list[Case]) -> None:
    create(desk, unit=str(city.pk), **{"action-compile": "1"})
    page = BulletinPage.objects.get()
    edit(desk, page, **{f"figures~overview~{TOTAL}~punished": "9"})
    screen = desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "bulletin-editor__verdict--does_not" in screen


def test_chosen_proposals_become_typical_cases(desk: Client, city: Unit, cases: list[Case]) -> None:
    create(desk, unit=str(city.pk), **{"action-compile": "1"})
    page = BulletinPage.objects.get()
    stranger = CaseFactory(live=False)
    response = edit(desk, page, chosen_cases=[str(cases[1].pk)])
    assert response.status_code == 302, response.context["form"].errors
    assert [link.case_id for link in draft(page).case_links.all()] == [cases[1].pk]
    assert edit(desk, page, chosen_cases=[str(stranger.pk)]).status_code == 200
    assert stranger.pk not in {link.case_id for link in draft(page).case_links.all()}


def test_published_figures_stay_until_the_new_draft_is_published(desk: Client, city: Unit, cases: list[Case]) -> None:
    page = BulletinPageFactory(compiled=True, unit=city)
    CaseFactory(unit=city)
    edit(desk, page, **{"action-compile": "1"})
    assert figure(page, TOTAL, "cases").value == 4
    (frozen,) = page.frozen.all()
    assert frozen.query["cases"] == 3


def test_who_may_not_edit_may_not_compile(city: Unit, cases: list[Case]) -> None:
    page = BulletinPageFactory(compiled=True, unit=city, live=False)
    stranger = Client()
    stranger.force_login(UserFactory())
    assert edit(stranger, page, **{"action-compile": "1"}).status_code in (302, 403)
    assert BulletinPage.objects.get(pk=page.pk).latest_revision is None


def _typed(page: BulletinPage, cells: dict[tuple[str, str, str], str]) -> tuple[dict[tuple[str, str], Any], int]:
    figures, problems, hidden = take_typed(page.figures, cells)
    assert problems == []
    overview = next(table for table in figures["tables"] if table["code"] == "overview")
    return {tuple(place.split("|")): each for place, each in overview["cells"].items()}, hidden


def test_small_figures_of_reports_by_unit_are_hidden_for_good(city: Unit, cases: list[Case]) -> None:
    page = BulletinPageFactory(compiled=True, unit=city, live=False)
    rows = [row["code"] for row in page.figures["tables"][1]["rows"]][1:]
    texts = ["3", "8", "40"]
    cells = {("overview", row, "letters"): text for row, text in zip(rows, texts, strict=True)}
    found, hidden = _typed(page, {**cells, ("overview", TOTAL, "letters"): "51", ("overview", rows[0], "filed"): "1"})
    stored = [found[row, "letters"].get("value") for row in rows]
    # The next smallest goes as well: 51 less the others would tell the first.
    assert (stored, hidden) == ([None, None, 40], 2)
    assert found[TOTAL, "letters"]["value"] == 51
    assert found[rows[0], "filed"]["value"] == 1


def test_cells_that_there_are_not_are_passed_over(city: Unit, cases: list[Case]) -> None:
    page = BulletinPageFactory(compiled=True, unit=city, live=False)
    found, hidden = _typed(page, {("overview", "x", "letters"): "1", ("overview", TOTAL, "forms.1.share"): "5"})
    assert (TOTAL, "forms.1.share") not in found
    assert hidden == 0
