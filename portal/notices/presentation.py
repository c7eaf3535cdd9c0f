"""What the page of a notice shows besides its fields, in few queries whatever its length."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.http import HttpRequest

from portal.cases.models import Case, Term
from portal.cases.public import CaseSummary
from portal.content.prepared import Given, PreparedQuery
from portal.content.rendering import Heading, headings, render_body
from portal.notices.clarifications.cleared import clarifications_of
from portal.notices.corrections.shown import shown_corrections
from portal.notices.neighbours import neighbours
from portal.notices.signing import foot_of

if TYPE_CHECKING:
    from portal.notices.models import NoticePage


#: A text with fewer headings is seen at a glance.
CONTENTS_FROM = 3


def notice_context(notice: NoticePage, request: HttpRequest) -> dict[str, Any]:
    """The template context of one notice as this reader may see it."""
    terms = _terms(notice, request)
    cases = _cases(notice, request)
    body = render_body(notice.body, {"page": notice, "request": request, "cases": cases})
    return {
        "cases": cases,
        "cases_at_end": cases and not any(block.block_type == "cases" for block in notice.body),
        "drawn_on": _drawn_on(notice),
        "body": body,
        "foot": foot_of(notice, body),
        "contents": _contents(notice),
        **neighbours(notice, request),
        "corrections": shown_corrections(notice),
        "clarifications": clarifications_of(notice),
        "attachments": [block.value for block in notice.attachments if block.value is not None],
        "violations": [term for term in terms if term.taxonomy_id == Term.Taxonomy.VIOLATION],
        "forms": [term for term in terms if term.taxonomy_id == Term.Taxonomy.FORM],
        "keywords": [word.strip() for word in re.split("[;；]", notice.keywords) if word.strip()],
    }


def _cases(notice: NoticePage, request: HttpRequest) -> tuple[CaseSummary, ...]:
    """The cases that stand in the notice."""
    from portal.notices.cases import drafted_cases, shown_cases

    if getattr(request, "is_preview", False):
        return drafted_cases(notice)
    if not getattr(notice, "links_cases", True):
        return ()
    return shown_cases(type(notice), [notice.pk]).get(notice.pk, ())


def _drawn_on(notice: NoticePage) -> list[tuple[int, str]]:
    """Numbers and headings of the public cases that a warning warns from."""
    if notice.kind != "warning" or notice.is_internal or not getattr(notice, "links_cases", True):
        return []
    linked = Case.objects.published().filter(warningcases__page=notice.pk)
    return list(linked.order_by("warningcases__sort_order").values_list("pk", "heading"))


def _contents(notice: NoticePage) -> list[Heading]:
    found = headings(notice.body)
    return found if len(found) >= CONTENTS_FROM else []


def _terms(notice: NoticePage, request: HttpRequest) -> list[Term]:
    """The tags of both lists, together; those of a draft are in its revision and not in the tables."""
    if getattr(request, "is_preview", False):
        return [*notice.violations.all(), *notice.forms.all()]
    return _tags(notice._meta.label).ask(notice=notice.pk)


@cache
def _tags(label: str) -> PreparedQuery[Term]:
    model: Any = apps.get_model(label)
    tagged = models.Q()
    for relation in (model.violations, model.forms):
        through = relation.through.objects.filter(**{relation.field.m2m_field_name(): Given("notice")})
        tagged |= models.Q(pk__in=through.values(relation.field.m2m_reverse_field_name()))
    return PreparedQuery(Term.objects.filter(tagged))
