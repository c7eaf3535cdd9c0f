"""Entering cases by machine: from imports, from the reader of notices, from the demo. Never from a form."""

from portal.cases.entering.records import AmountData, CaseData, MeasureData, PeriodData, ReexaminationData, SubjectData
from portal.cases.entering.writing import enter_case, is_entered

__all__ = [
    "AmountData",
    "CaseData",
    "MeasureData",
    "PeriodData",
    "ReexaminationData",
    "SubjectData",
    "enter_case",
    "is_entered",
]
