"""Names of the codes of cases for the search filters."""

from collections.abc import Collection, Iterator, Mapping

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from portal.cases.documents import DOUBLE
from portal.cases.lists import list_names
from portal.cases.models import MeasureScale, Subject, Term, TermList
from portal.organisations.copies import Copy
from portal.organisations.vocabularies import Entry, NamedCodes, NameList
from search.vocabularies import Label, register_vocabulary

#: The list of rank groups, which search filters by, too.
RANKS = "ranks"
DOUBLE_NAME = _("double investigation of one case")


def _load() -> dict[str, NameList]:
    terms = {term.pk: term for term in Term.objects.order_by("sort_order", "code")}
    entries: dict[str, list[Entry]] = {taxonomy: [] for taxonomy in (*Term.Taxonomy.values, RANKS)}
    for term in terms.values():
        if term.taxonomy_id not in entries:
            continue
        lineage = _lineage(term, terms)
        order = "/".join(f"{above.sort_order:06d}{above.code}" for above in lineage)
        entries[term.taxonomy_id].append(Entry(term.code, term.name, term.name_en, len(lineage) - 1, order))
    return {taxonomy: NameList.of(found) for taxonomy, found in entries.items()}


def _lineage(term: Term, terms: dict[int, Term]) -> list[Term]:
    lineage = [term]
    while (parent := lineage[0].parent_id) is not None and terms[parent] not in lineage:
        lineage.insert(0, terms[parent])
    return lineage


term_names: Copy[dict[str, NameList]] = Copy("terms", _load)


def _load_grades() -> dict[str, NameList]:
    """The scales and, below each, the grades on it. One list for each language, since scales are named in code."""
    scales = {code: each.measure_scale for code, each in list_names().items() if each.measure_scale}
    terms = [term for term in Term.objects.order_by("sort_order", "code") if term.taxonomy_id in scales]
    places = {str(scale): f"{place:02d}" for place, scale in enumerate(MeasureScale)}

    def entries() -> Iterator[Entry]:
        for scale, order in places.items():
            with translation.override("zh-hans"):
                name = str(MeasureScale(scale).label)
            with translation.override("en"):
                yield Entry(scale, name, str(MeasureScale(scale).label), 0, order)
        for term in terms:
            order = f"{places[scales[term.taxonomy_id]]}/{term.taxonomy_id}/{term.sort_order:06d}{term.code}"
            yield Entry(term.code, term.name, term.name_en, 1, order)

    return {"measure": NameList.of(entries())}


grade_names: Copy[dict[str, NameList]] = Copy("grades", _load_grades)


class Responsibilities:
    """The few kinds that the code itself knows."""

    def labels(self, codes: Collection[str], language: str) -> Mapping[str, Label]:
        """A label for each of these codes."""
        with translation.override(language):
            return {
                code: Label(str(name), order=str(place)) for place, (code, name) in enumerate(_NAMES) if code in codes
            }

    def resolve(self, value: str) -> str | None:
        """The code itself."""
        return value if value in dict(_NAMES) else None


_NAMES = (*Subject.Responsibility.choices, (DOUBLE, DOUBLE_NAME))


def register() -> None:
    """Hand the vocabularies of the official lists to search."""
    term_names.watch((Term,))
    register_vocabulary("violation", NamedCodes(lambda: term_names.get()[Term.Taxonomy.VIOLATION]))
    register_vocabulary("form", NamedCodes(lambda: term_names.get()[Term.Taxonomy.FORM]))
    register_vocabulary("rank", NamedCodes(lambda: term_names.get()[RANKS]))
    grade_names.watch((Term, TermList))
    register_vocabulary("measure", NamedCodes(lambda: grade_names.get()["measure"]))
    register_vocabulary("responsibility", Responsibilities())
