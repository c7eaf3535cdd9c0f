"""A typical case is entered by keyboard alone: two subjects, three measures."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from home.roles import Role
from portal.cases.models import Case
from tests.browser.content import City
from tests.browser.sessions import session_of
from tests.factories import CaseFactory, UnitFactory

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
Sessions = Callable[[str], dict[str, Any]]


@pytest.fixture
def signed_in(city: City, live_server: LiveServer) -> Sessions:
    """Sessions of people with a role, for a fresh window each."""
    return lambda role: session_of(role, live_server)


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    """Go to a control and press a key there, as one without a mouse does."""
    target.focus()
    expect(target).to_be_focused()
    page.keyboard.press(key)


def write(page: Page, field: str, text: str) -> None:
    """Type into the field of this name."""
    target = page.locator(f'[name="{field}"]')
    target.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def choose(page: Page, field: str, label: str) -> None:
    """Go down in a select to the entry of this name; a keyboard of a test has no Chinese to type for it."""
    target = page.locator(f'select[name="{field}"]')
    names = target.locator("option").all_text_contents()
    target.focus()
    for _step in range(names.index(label)):
        page.keyboard.press("ArrowDown")
    expect(target.locator("option:checked")).to_have_text(label)


def choose_value(page: Page, field: str, value: str) -> None:
    """Go down in a select to the entry of this value."""
    target = page.locator(f'select[name="{field}"]')
    target.focus()
    while target.input_value() != value:
        before = target.input_value()
        page.keyboard.press("ArrowDown")
        assert target.input_value() != before


def choose_unit(page: Page, name: str) -> None:
    """Open the chooser, look for two characters, take what is found."""
    press(page, page.locator("#id_unit-chooser [data-chooser-action-choose]").first)
    words = page.locator(".modal input[name='q']")
    expect(words).to_be_visible()
    words.focus()
    page.keyboard.type("水务")
    found = page.locator(".modal a[data-chooser-modal-choice]")
    expect(found).to_have_count(1)
    press(page, found)
    expect(page.locator("#id_unit-chooser [data-chooser-title]")).to_have_text(name)


def enter_measures(page: Page, prefix: str, grades: tuple[str, ...]) -> None:
    """Add a measure of each grade."""
    for place, grade in enumerate(grades):
        press(page, page.locator(f"#id_{prefix}-ADD"))
        choose(page, f"{prefix}-{place}-grade", grade)
        write(page, f"{prefix}-{place}-decided_on", "2026年4月")
        write(page, f"{prefix}-{place}-body", "测试县纪委监委")


def newest(case: Case) -> Case:
    """The newest version, as the database has it."""
    version: Case = Case.objects.get(pk=case.pk).get_latest_revision_as_object()
    return version


def test_a_case_with_two_subjects_and_three_measures(signed_in: Sessions, open_page: OpenPage) -> None:
    unit = UnitFactory(name="测试县水务局")
    page = open_page("/admin/cases/add/", storage_state=signed_in(Role.EDITOR))
    write(page, "heading", "测试县水务局原局长违规收受礼品问题")
    choose_unit(page, unit.name)
    people = (
        ("甄士测", "测试县水务局原局长", "direct", ("党内严重警告", "政务记大过")),
        ("贾有责", "测试县水务局党组书记", "principal", ("诫勉",)),
    )
    for number, (name, post, responsibility, grades) in enumerate(people):
        press(page, page.locator("#id_subjects-ADD"))
        write(page, f"subjects-{number}-name", name)
        write(page, f"subjects-{number}-post_then", post)
        choose_value(page, f"subjects-{number}-responsibility", responsibility)
        choose(page, f"subjects-{number}-rank", "乡科级")
        enter_measures(page, f"subjects-{number}-measures", grades)
    write(page, "concluded_on", "2026年4月13日")
    press(page, page.locator("button.action-save").first)
    expect(page.locator(".messages .success")).to_be_visible()

    case = Case.objects.get(heading__startswith="测试县水务局")
    draft = newest(case)
    assert (draft.unit, draft.quarter, draft.concluded_on) == (unit, "2026Q2", "2026-04-13")
    entered = [
        (subject.name, subject.responsibility, tuple(measure.grade.name for measure in subject.measures.all()))
        for subject in draft.subjects.all()
    ]
    assert entered == [(name, responsibility, grades) for name, _post, responsibility, grades in people]
    assert {measure.decided_on for subject in draft.subjects.all() for measure in subject.measures.all()} == {"2026-04"}


def test_of_two_windows_on_one_case_the_second_is_told(signed_in: Sessions, open_page: OpenPage) -> None:
    case = CaseFactory(heading="原来的标题")
    case.save_revision()
    address = f"/admin/cases/edit/{case.pk}/"
    first = open_page(address, storage_state=signed_in(Role.EDITOR), java_script_enabled=False)
    second = open_page(address, storage_state=signed_in(Role.EDITOR), java_script_enabled=False)
    for page, heading in ((first, "第一人的标题"), (second, "第二人的标题")):
        page.locator('[name="heading"]').fill(heading)
        page.locator('#w-editor-form button[type="submit"]').first.click()
    expect(first.locator(".messages .success")).to_be_visible()
    refused = second.locator(".messages .error")
    expect(refused).to_be_visible()
    expect(second.locator('[name="heading"]')).to_have_value("第二人的标题")
    assert newest(case).heading == "第一人的标题"
    press(second, refused.locator("button[name='replaces_revision']"))
    expect(second.locator(".messages .success")).to_be_visible()
    assert newest(case).heading == "第二人的标题"
