"""Cases by the official lists: violations, scales and grades, forms, ranks, responsibilities."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.cases.documents import DOUBLE
from portal.cases.lists import ListedTerm, list_names, listed_terms
from portal.cases.models import MeasureScale, Subject, Term
from portal.cases.statistics.figures import CountUnit
from portal.cases.vocabularies import DOUBLE_NAME
from portal.content.charts.drawing import MOST_SERIES
from portal.content.statistics.published import Asked, ChartKind, Counted, CountedRow, Statistic
from portal.insights.tallies.asking import NONE, Codes, by_code, by_quarter, total
from portal.insights.topics.building import CASES, MEASURES, SUBJECTS, address, columns, counted, not_additive, row
from portal.insights.topics.times import quarters_shown
from search import vocabularies

#: The lists of the forms of 2019: those of organisations and those of leaders.
ACCOUNTABILITY = ("acc_org_2019", "acc_leader_2019")


def violations(asked: Asked) -> Statistic:
    """The disciplines, and below each its kinds that occur."""
    return _of_tree(
        asked,
        "violations",
        Term.Taxonomy.VIOLATION,
        _("Cases by violation"),
        _("Published cases by what was violated. A case may violate several disciplines, and is counted once in each."),
    )


def forms(asked: Asked) -> Statistic:
    """The four forms and their grades."""
    return _of_tree(
        asked,
        "forms",
        Term.Taxonomy.FORM,
        _("Cases by form of accountability"),
        _(
            "Published cases in which anybody was held to account in one of the four forms: circulated criticism, "
            "ordered self-criticism, organisational handling, disciplinary action; and the grades below each."
        ),
        drawn=MEASURES,
    )


def forms_by_quarter(asked: Asked) -> Statistic:
    """Measures of the four forms, quarter by quarter."""
    everywhere = Asked(region=asked.region, unit=asked.unit)
    found = by_quarter(everywhere, "form")
    roots = [term for term, level in _tree(Term.Taxonomy.FORM) if not level]
    shown = quarters_shown(asked, set(found))
    labels = vocabularies.labels("quarter", shown)
    unit = str(CountUnit.PERSON_TIMES.label)
    return Statistic(
        code="forms-by-quarter",
        title=_("The four forms, quarter by quarter"),
        definition=_("Measures in published cases, by the form that each counts as and the quarter of the case."),
        columns=tuple(Counted(code=term.code, label=term.label, unit=unit) for term in roots),
        rows=tuple(
            CountedRow(
                code=quarter,
                label=labels[quarter].label,
                figures=tuple(found.get(quarter, {}).get(term.code, NONE).measures for term in roots),
                addresses={term.code: address(everywhere, quarter=quarter, form=term.code) for term in roots},
            )
            for quarter in shown
        ),
        chart=ChartKind.PARTS,
        # As many as charts have colours; the rest is rare, and in the table.
        drawn=tuple(term.code for term in roots[:MOST_SERIES]),
    )


def accountability(asked: Asked) -> Statistic:
    """The codes of 2019."""
    found = by_code(asked, "measure")
    names = list_names()
    rows = [
        # 通报 stands in both lists.
        _row(term, 0, found, asked, "measure", of=names[name].label)
        for name in ACCOUNTABILITY
        for term in _terms(name)
    ]
    return _statistic(
        asked,
        "accountability",
        _("Accountability measures by the codes of 2019"),
        _(
            "Published cases with a measure of the accountability regulations of 2019: three for Party organisations, "
            "four for leading cadres."
        ),
        tuple(rows),
        drawn=MEASURES,
    )


def scales(asked: Asked) -> Statistic:
    """The scales, and on each the grades that occur."""
    found = by_code(asked, "measure")
    rows: list[CountedRow] = []
    for scale in MeasureScale:
        where = address(asked, measure=str(scale))
        rows.append(row(str(scale), str(scale.label), found.of(str(scale)), where))
        grades = [term for name in _lists(scale) for term in _terms(name) if term.successor is None]
        rows += counted(_row(term, 1, found, asked, "measure") for term in grades)
    return _statistic(
        asked,
        "scales",
        _("Cases by scale and grade"),
        _(
            "Published cases by the scale of the measures decided in them, and by the grade on it. "
            "Party and administrative warnings are different grades."
        ),
        tuple(counted(rows)),
        drawn=MEASURES,
    )


def ranks(asked: Asked) -> Statistic:
    """The rank groups of the official statistics."""
    found = by_code(asked, "rank")
    return _statistic(
        asked,
        "ranks",
        _("Cases by rank"),
        _("Published cases by the rank groups of those who were held to account, at the time of the case."),
        tuple(_row(term, 0, found, asked, "rank") for term in _terms("ranks") if term.successor is None),
        drawn=SUBJECTS,
    )


def responsibilities(asked: Asked) -> Statistic:
    """Direct, principal and supervisory responsibility, and the cases that have both."""
    found = by_code(asked, "responsibility")
    names = [(str(code), str(code.label)) for code in Subject.Responsibility] + [(DOUBLE, str(DOUBLE_NAME))]
    return _statistic(
        asked,
        "responsibilities",
        _("Cases by responsibility"),
        _(
            "Published cases by what those held to account answer for: their own act, the principal or the supervisory "
            "responsibility. One case, two investigations: a direct and one of the others in the same case."
        ),
        tuple(row(code, name, found.of(code), address(asked, responsibility=code)) for code, name in names),
    )


def _of_tree(asked: Asked, code: str, taxonomy: str, title: str, definition: str, *, drawn: str = CASES) -> Statistic:
    found = by_code(asked, taxonomy)
    rows = tuple(counted(_row(term, level, found, asked, taxonomy) for term, level in _tree(taxonomy)))
    return _statistic(asked, code, title, definition, rows, drawn=drawn)


def _statistic(
    asked: Asked, code: str, title: str, definition: str, rows: tuple[CountedRow, ...], *, drawn: str = CASES
) -> Statistic:
    return Statistic(
        code=code,
        title=title,
        definition=definition,
        columns=columns(),
        rows=rows,
        chart=ChartKind.BARS,
        drawn=(drawn,),
        total=row("_total", _("Total"), total(asked), address(asked)),
        notes=(not_additive(),),
    )


def _row(term: ListedTerm, level: int, found: Codes, asked: Asked, facet: str, *, of: str = "") -> CountedRow:
    label = pgettext("between a name and its value", ": ").join(filter(None, (of, term.label)))
    return row(term.code, label, found.of(term.code), address(asked, **{facet: term.code}), level=level)


def _terms(taxonomy: str) -> list[ListedTerm]:
    listed = (term for term in listed_terms().values() if term.taxonomy == taxonomy)
    return sorted(listed, key=lambda term: (term.sort_order, term.code))


def _lists(scale: MeasureScale) -> list[str]:
    return [code for code, each in list_names().items() if each.measure_scale == scale]


def _tree(taxonomy: str) -> Iterator[tuple[ListedTerm, int]]:
    """The terms of today, parents before children. A list is searched by the facet of its own name."""
    terms = [term for term in _terms(taxonomy) if term.successor is None]
    known = {term.number for term in terms}
    for root in (term for term in terms if term.parent not in known):
        yield root, 0
        yield from ((term, 1) for term in terms if term.parent == root.number)
