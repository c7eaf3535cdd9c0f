"""Finds the units, regions and terms that rows name, and makes those that are missing when told to."""

import zlib
from collections import defaultdict
from difflib import get_close_matches
from typing import Generic, TypeVar

from django.utils.translation import gettext as _
from pypinyin import Style, lazy_pinyin

from portal.cases.models import Term
from portal.notices.importing.rows import RowError
from portal.notices.importing.values import split_at_semicolons, split_list
from portal.organisations.models import CodedNode, FormerName, FormerRegionName, Region, Unit
from search.analysis import normalise

Node = TypeVar("Node", bound=CodedNode)
MAX_TERM_NAME = 200


def _folded(name: str) -> str:
    """Names are the same in either script, in full or half width, with or without spaces."""
    return "".join(normalise(name).split())


def code_for(name: str) -> str:
    """A code that the same name always gets: initials of its pinyin, and a short mark that tells like names apart."""
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="ignore")).lower()
    letters = "".join(letter for letter in initials if letter.isascii() and letter.isalnum())[:20]
    return f"{letters or 'u'}-{zlib.crc32(_folded(name).encode()):08x}"


class _Names(Generic[Node]):
    """The nodes of one tree by everything they are called."""

    def __init__(self, model: type[Node]) -> None:
        self.model = model
        self._ids: dict[str, set[int]] = defaultdict(set)
        self._nodes: dict[int, Node] = {}

    def add(self, name: str, pk: int) -> None:
        """One more name of a node."""
        if folded := _folded(name):
            self._ids[folded].add(pk)

    def find(self, field: str, name: str) -> Node | None:
        """The node of this name; raises `RowError` when several have it."""
        ids = self._ids.get(_folded(name), set())
        if len(ids) > 1:
            codes = self.model._default_manager.filter(pk__in=ids).order_by("code").values_list("code", flat=True)
            raise RowError(field, _("“%(name)s” may be any of: %(codes)s") % {"name": name, "codes": ", ".join(codes)})
        for pk in ids:
            if pk not in self._nodes:
                self._nodes[pk] = self.model._default_manager.get(pk=pk)
            return self._nodes[pk]
        return None

    def near(self, name: str) -> list[str]:
        """Names that are spelled like this one."""
        return get_close_matches(_folded(name), self._ids, n=3, cutoff=0.5)


class References:
    """All that rows may refer to, read once. After a rollback `roll_back` must be called."""

    def __init__(self, *, create: bool) -> None:
        self._create = create
        #: What was made in this run, in order: what it is (``unit``, ``region``, ``term``) and its name.
        self.made: list[tuple[str, str]] = []
        self._near: dict[tuple[str, str], RowError] = {}
        self.read()

    def roll_back(self, made: int) -> None:
        """The database has taken back all but the first ``made`` things; know no more than it does."""
        if len(self.made) > made:
            del self.made[made:]
            self.read()

    def read(self) -> None:
        """Read everything from the database."""
        self._units = _Names(Unit)
        for pk, code, name, short in Unit.objects.values_list("pk", "code", "name", "short_name").iterator():
            for called in (code, name, short):
                self._units.add(called, pk)
        for pk, name in FormerName.objects.values_list("unit_id", "name").iterator():
            self._units.add(name, pk)
        self._regions = _Names(Region)
        names: dict[str, str] = {}
        for pk, path, code, name in Region.objects.order_by("path").values_list("pk", "path", "code", "name"):
            names[path] = names.get(path[: -Region.steplen], "") + name
            for called in (code, name, names[path]):
                self._regions.add(called, pk)
        for pk, name in FormerRegionName.objects.values_list("region_id", "name").iterator():
            self._regions.add(name, pk)
        self._terms: dict[tuple[str, str], Term] = {}
        self._grades: dict[str, list[Term]] = defaultdict(list)
        for term in Term.objects.select_related("taxonomy"):
            self._terms[term.taxonomy_id, _folded(term.code)] = self._terms[term.taxonomy_id, _folded(term.name)] = term
            if term.taxonomy.measure_scale:
                for called in (term.code, term.name, term.name.removeprefix("党内").removeprefix("政务")):
                    self._grades[_folded(called)].append(term)

    def unit(self, name: str, field: str = "unit") -> Unit:
        """The unit of this code or present, short or former name. Raises `RowError`."""
        return self._units.find(field, name) or self._make(self._units, field, name)

    def region(self, name: str) -> Region:
        """The region of this code or present or former name. Raises `RowError`."""
        return self._regions.find("region", name) or self._make(self._regions, "region", name)

    def terms(self, taxonomy: Term.Taxonomy, value: str | list[str]) -> list[Term]:
        """The terms of a list or of a cell. Official names may hold 、, so a name that is known is not parted."""
        names = value if isinstance(value, list) else self._parted(taxonomy, value)
        return list({term.pk: term for term in (self._term(taxonomy, name) for name in names)}.values())

    def listed(self, taxonomy: str, name: str) -> Term | None:
        """The term of this code or name of an official list; none is ever made here."""
        return self._terms.get((taxonomy, _folded(name)))

    def grade(self, scale: str, name: str) -> Term | None:
        """The grade of this code or name; the scale tells 警告 of the one list from that of the other."""
        found = {term.pk: term for term in self._grades.get(_folded(name), ())}
        grades = [term for term in found.values() if not scale or term.taxonomy.measure_scale == scale]
        return grades[0] if len(grades) == 1 else None

    def _parted(self, taxonomy: Term.Taxonomy, cell: str) -> list[str]:
        names: list[str] = []
        for entry in split_at_semicolons(cell):
            names.extend([entry] if (taxonomy, _folded(entry)) in self._terms else split_list(entry))
        return names

    def _term(self, taxonomy: Term.Taxonomy, name: str) -> Term:
        if len(name) > MAX_TERM_NAME:
            raise RowError(f"{taxonomy}s", _("is longer than %(limit)d characters") % {"limit": MAX_TERM_NAME})
        key = (taxonomy.value, _folded(name))
        if key not in self._terms:
            code = f"local-{zlib.crc32(key[1].encode()):08x}"
            self._terms[key] = Term.objects.create(taxonomy_id=taxonomy, code=code, name=name, sort_order=10_000)
            self.made.append(("term", name))
        return self._terms[key]

    def _make(self, names: _Names[Node], field: str, name: str) -> Node:
        if not self._create:
            raise self._unknown(names, field, name)
        node = names.model(code=code_for(name), name=name)
        node.clean_fields(exclude=["path", "depth", "numchild"])
        made = names.model.add_root(instance=node)
        names.add(name, made.pk)
        self.made.append((names.model._meta.model_name or "", name))
        return made

    def _unknown(self, names: _Names[Node], field: str, name: str) -> RowError:
        if (field, name) not in self._near:
            if len(self._near) > 1000:
                self._near.clear()
            near = names.near(name)
            reason = _("“%(name)s” is not known; --create-units creates it") % {"name": name}
            if near:
                reason = _("“%(name)s” is not known (near: %(near)s); --create-units creates it") % {
                    "name": name,
                    "near": ", ".join(near),
                }
            self._near[field, name] = RowError(field, reason)
        return self._near[field, name]
