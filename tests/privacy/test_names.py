"""One rule of how a name is shown, for every kind of name."""

from datetime import date

import pytest

from portal.privacy.names import NameForm, bare_name, masked_name, shown_name


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王建国", "王某某"),
        ("王明", "王某"),
        ("王　明", "王某"),
        ("王", "王某"),
        ("欧阳娜娜", "欧阳某某"),
        ("欧阳修", "欧阳某"),
        ("诸葛测试员", "诸葛某某"),
        ("陈方测安生", "陈某某"),
        ("买买提·吐尔逊", "买某某"),
        ("阿卜杜热合曼•艾山", "阿某某"),
        ("John Testman", "J某某"),
        ("Émile", "É某某"),
        ("𠮷测试", "𠮷某某"),
        ("葛\U000e0100测", "葛某"),
        ("王明同志", "王某"),
        ("王建国书记", "王某某"),
        ("王明（女，汉族）", "王某"),
        ("王某某", "王某某"),
        ("王某", "王某"),
        ("王××", "王××"),
        ("王XX", "王XX"),
        ("王*明", "王*明"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_masked_name(name: str, masked: str) -> None:
    assert masked_name(name) == masked
    assert masked_name(masked) == masked


@pytest.mark.parametrize("name", ["王局长", "张书记", "李长"])
def test_a_surname_with_a_title_keeps_its_surname(name: str) -> None:
    assert bare_name(name) == name
    assert masked_name(name).startswith(name[0])


def test_the_last_day_is_still_in_full() -> None:
    until = date(2027, 1, 31)
    assert shown_name("甄士测", NameForm.FULL, until=until, on=until) == "甄士测"
    assert shown_name("甄士测", NameForm.FULL, until=until, on=date(2027, 2, 1)) == "甄某某"
    assert shown_name("甄士测", NameForm.FULL, until=until, masked="甄某", on=date(2027, 2, 1)) == "甄某"


def test_forms() -> None:
    assert shown_name("甄士测", NameForm.FULL) == "甄士测"
    assert shown_name("甄士测", NameForm.MASKED) == "甄某某"
    assert shown_name("甄士测", NameForm.POST, until=date(2099, 1, 1)) == ""
