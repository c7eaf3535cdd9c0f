"""What the terms of cases count as today: a renamed or merged one as the later term, some as that of another list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portal.cases.lists import ListedTerm
from portal.cases.mapping import counted_in, counted_numbers, final
from portal.cases.models import Term

WINDS = ("fb", "he")
_COLUMNS = ("pk", "taxonomy_id", "code", "name", "name_en", "parent_id", "counts_as_id", "successor_id")
#: The four forms of supervision (四种形态) in which a grade of a list counts, where the term itself says nothing in
#: ``attributes["four_form"]``: 红红脸; 轻处分、组织调整; 重处分; 涉嫌犯罪.
_FOUR_FORMS: Mapping[str, Mapping[str, int]] = {
    "first_form_measures": {"*": 1},
    "acc_leader_2019": {"ldr.notice": 1, "ldr.admonish": 1, "ldr.org": 2, "ldr.discipline": 2},
    "org_handling": {"*": 2},
    "party_discipline": {"pd1": 2, "pd2": 2, "*": 3},
    "gov_discipline": {"gd5": 3, "gd6": 3, "*": 2},
    "judicial": {"*": 4},
}


@dataclass(frozen=True, slots=True)
class Named:
    """A code with its names."""

    code: str
    name: str
    name_en: str


class Codes:
    """All terms, read once; each is followed to the one under which it counts."""

    def __init__(self) -> None:
        rows = Term.objects.order_by("sort_order", "code").values_list(*_COLUMNS, "attributes__four_form")
        self._terms: dict[int, ListedTerm] = {}
        self._four_form: dict[int, int | None] = {}
        for *columns, four_form in rows:
            term = ListedTerm(*columns)
            self._terms[term.number], self._four_form[term.number] = term, four_form

    def ranks(self) -> dict[str, list[int]]:
        """Rank groups: the code and the terms that count under it."""
        return self.of_list("ranks")

    def of_list(self, taxonomy: str) -> dict[str, list[int]]:
        """The codes of a list and the terms that count under each."""
        return counted_numbers(taxonomy, self._terms)

    def winds(self) -> dict[str, list[int]]:
        """The kinds of the four winds, and the terms that count under each, those of the list before 2020 included."""
        violations = counted_numbers(Term.Taxonomy.VIOLATION, self._terms)
        kinds = {named.code for parent in WINDS for named in self.below(Term.Taxonomy.VIOLATION, parent)} | set(WINDS)
        return {code: terms for code, terms in violations.items() if code in kinds}

    def forms(self) -> dict[str, list[int]]:
        """The forms of accountability, and the terms of measures that count under each or under one of its grades."""
        found: dict[str, list[int]] = {}
        for number in self._terms:
            counted = counted_in(Term.Taxonomy.FORM, number, self._terms)
            if counted:
                found.setdefault(self._root(counted).code, []).append(number)
        return found

    def grades(self) -> dict[str, list[int]]:
        """The grades below the forms, and the terms of measures that count under each."""
        top = {named.code for named in self.below(Term.Taxonomy.FORM)}
        counted = counted_numbers(Term.Taxonomy.FORM, self._terms)
        return {code: terms for code, terms in counted.items() if code not in top}

    def four_forms(self) -> dict[int, list[int]]:
        """1 to 4, and the terms of measures that count under each."""
        found: dict[int, list[int]] = {}
        for term in self._terms:
            today = final(term, self._terms)
            if today is None:
                continue
            rules = _FOUR_FORMS.get(today.taxonomy, {})
            number = self._four_form[today.number] or rules.get(today.code) or rules.get("*")
            if number in (1, 2, 3, 4):
                found.setdefault(int(number), []).append(term)
        return found

    def below(self, taxonomy: str, *parents: str) -> list[Named]:
        """The terms of today right below these, in their order; without parents those at the top."""
        above = {term.number for term in self._terms.values() if term.taxonomy == taxonomy and term.code in parents}
        return [
            Named(term.code, term.name, term.name_en)
            for term in self._terms.values()
            if term.taxonomy == taxonomy
            and term.successor is None
            and (term.parent in above if parents else term.parent is None)
        ]

    def _root(self, term: ListedTerm) -> ListedTerm:
        seen = {term.number}
        while term.parent is not None and (above := final(term.parent, self._terms)) and above.number not in seen:
            seen.add(above.number)
            term = above
        return term
