from portal.cases.models.cases import ActPeriod, Amount, Case, CaseQuerySet, Reexamination
from portal.cases.models.measures import Measure
from portal.cases.models.subjects import Subject
from portal.cases.models.terms import MeasureScale, Term, TermList

__all__ = [
    "ActPeriod",
    "Amount",
    "Case",
    "CaseQuerySet",
    "Measure",
    "MeasureScale",
    "Reexamination",
    "Subject",
    "Term",
    "TermList",
]
