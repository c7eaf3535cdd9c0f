"""Regions and units as trees: places, codes, and changes that two people make at once."""

import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import translation
from treebeard.exceptions import InvalidMoveToDescendant

from portal.organisations.models import Region, Unit
from portal.organisations.signals import node_moved
from tests.factories import RegionFactory, UnitFactory


def is_sound(model: type[Region] | type[Unit]) -> bool:
    return not any(model.find_problems())


@pytest.mark.django_db
def test_a_unit_moves_with_all_below_it() -> None:
    old, new = UnitFactory(code="old"), UnitFactory(code="new")
    unit = UnitFactory(code="unit", parent=old)
    below = UnitFactory(code="below", parent=unit)
    unit.place_below(new)
    below.refresh_from_db()
    assert below.lineage_codes() == ("new", "unit", "below")
    unit.place_below(None)
    below.refresh_from_db()
    assert below.lineage_codes() == ("unit", "below")
    assert is_sound(Unit)


@pytest.mark.django_db
def test_nothing_moves_where_it_stands_already() -> None:
    parent = UnitFactory()
    unit = UnitFactory(parent=parent)
    moves: list[object] = []

    def note(node: Unit, **kwargs: object) -> None:
        moves.append(node)

    node_moved.connect(note)
    try:
        unit.place_below(parent)
        assert moves == []
        unit.place_below(None)
        unit.place_below(None)
        assert moves == [unit]
    finally:
        node_moved.disconnect(note)


@pytest.mark.django_db
def test_a_unit_cannot_stand_below_itself() -> None:
    unit = UnitFactory()
    below = UnitFactory(parent=UnitFactory(parent=unit))
    for parent in (unit, below):
        with pytest.raises(InvalidMoveToDescendant):
            unit.place_below(parent)


@pytest.mark.django_db
def test_stale_instances_do_no_harm() -> None:
    """An import keeps units in memory while siblings shift in the tree."""
    parent = UnitFactory(code="m")
    stale = Unit.objects.get(pk=parent.pk)
    UnitFactory(code="a")
    UnitFactory(code="z1", parent=parent)
    stale.add_child(instance=Unit(code="z0", name="另一个单位"))
    assert is_sound(Unit)
    assert [unit.code for unit in Unit.objects.get(code="m").get_children()] == ["z0", "z1"]


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["", "a b", "甲", "a/b", "-a", "a" * 33, "a\n"])
def test_codes_fit_into_addresses(code: str) -> None:
    with pytest.raises(ValidationError):
        Unit(code=code, name="单位", path="0001", depth=1).full_clean()


@pytest.mark.django_db
def test_the_label_follows_the_language() -> None:
    region = RegionFactory(name="江州市", name_en="Jiangzhou")
    assert region.label == "江州市"
    with translation.override("en"):
        assert region.label == "Jiangzhou"
        assert RegionFactory(name="无名区", name_en="").label == "无名区"


def at_once(*tasks: Callable[[], object]) -> list[BaseException]:
    """Run tasks in threads of their own; what they raised.

    The SQLite of tests lives in memory, where a second connection is refused instead of waiting: there they take turns.
    """
    raised: list[BaseException] = []
    if connection.vendor == "sqlite":
        for task in tasks:
            task()
        return raised
    together = threading.Barrier(len(tasks))

    def run(task: Callable[[], object]) -> None:
        together.wait()
        try:
            task()
        except Exception as error:  # noqa: BLE001 (given back to the test)
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.django_db(transaction=True)
def test_many_hands_in_one_tree() -> None:
    parents = [UnitFactory(code=f"p{number}") for number in range(2)]
    moving = UnitFactory(code="moving", parent=parents[0])

    def add(parent: Unit, name: str) -> Callable[[], object]:
        stale = Unit.objects.get(pk=parent.pk)
        return lambda: [stale.add_child(instance=Unit(code=f"{name}{n}", name=f"{name}{n}")) for n in range(4)]

    tasks = [add(parents[0], "a"), add(parents[0], "b"), add(parents[1], "c")]
    raised = at_once(*tasks, lambda: Unit.objects.get(pk=moving.pk).place_below(parents[1]))
    assert raised == []
    assert is_sound(Unit)
    assert Unit.objects.count() == 15
    assert Unit.objects.get(code="p0").get_children_count() == 8
    assert Unit.objects.get(code="p1").get_children_count() == 5
