"""Names of violation and form codes for the search filters."""

from portal.cases.models import Term
from portal.organisations.copies import Copy
from portal.organisations.vocabularies import Entry, NamedCodes, NameList
from search.vocabularies import register_vocabulary

#: The list of rank groups, which search filters by, too.
RANKS = "ranks"


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


def register() -> None:
    """Hand the vocabularies of the official lists to search."""
    term_names.watch((Term,))
    register_vocabulary("violation", NamedCodes(lambda: term_names.get()[Term.Taxonomy.VIOLATION]))
    register_vocabulary("form", NamedCodes(lambda: term_names.get()[Term.Taxonomy.FORM]))
    register_vocabulary("rank", NamedCodes(lambda: term_names.get()[RANKS]))
