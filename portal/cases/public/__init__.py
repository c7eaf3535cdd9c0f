"""Cases as anybody may read them: the one way from the tables to pages, search, API and exports."""

from portal.cases.public.reading import CaseText, draft_summary, public_cases, summaries
from portal.cases.public.records import CaseSummary, PublicCase, PublicMeasure, PublicSubject

__all__ = [
    "CaseSummary",
    "CaseText",
    "PublicCase",
    "PublicMeasure",
    "PublicSubject",
    "draft_summary",
    "public_cases",
    "summaries",
]
