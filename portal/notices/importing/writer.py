"""Makes pages of drafts, or brings the pages that are there up to date, each with its revision and its history."""

from enum import StrEnum
from hashlib import blake2b
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.cases.entering import CaseData, is_entered
from portal.cases.models import Case, Term
from portal.content.corrections.watching import Note, explained
from portal.content.models import Correction
from portal.notices.importing.cases import CaseReader
from portal.notices.importing.drafts import Draft
from portal.notices.importing.findings import Scanned
from portal.notices.importing.references import References
from portal.notices.importing.rows import RowError, UnusableFile
from portal.notices.masking import hides_names
from portal.notices.models import (
    CaseNoticeIndexPage,
    CaseNoticePage,
    NoticeCase,
    NoticeIndexPage,
    NoticePage,
    Scope,
    WarningIndexPage,
    WarningPage,
)
from portal.notices.slugs import slug_for
from portal.organisations.models import Unit


class Outcome(StrEnum):
    """What became of a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    FAILED = "failed"


MODELS: dict[str, type[NoticePage]] = {model.kind: model for model in (CaseNoticePage, WarningPage)}
SECTIONS: dict[str, type[NoticeIndexPage]] = {model.kind: model for model in (CaseNoticeIndexPage, WarningIndexPage)}
#: Model field to the key under which a row gives it.
_KEYS = {"published_on": "date", "source_url": "url", "issuing_unit": "unit"}


class Writer:
    """Writes drafts in the caller's transaction. Keeps what this run has seen, as short marks."""

    def __init__(self, references: References, *, accept_findings: bool = False) -> None:
        self._references = references
        self.scanned = Scanned(accepts=accept_findings)
        self._cases = CaseReader(references)
        self._sections: dict[str, NoticeIndexPage] = {}
        #: Identity of a notice to its content and its place; a repeated row may not contradict the first one.
        self._seen: dict[int, tuple[int, str]] = {}

    def write(self, draft: Draft, place: str) -> tuple[Outcome, int | None]:
        """What became of the draft, and the primary key of its page. Raises `RowError` or `ValidationError`."""
        self.scanned.held = ""
        unit = self._references.unit(draft.unit)
        identities, content = _identities(draft, unit), _mark(draft.content(), unit.code)
        for identity in identities:
            if identity in self._seen:
                seen, first = self._seen[identity]
                if seen == content:
                    return Outcome.UNCHANGED, None
                reason = _("is the same notice as that of %(place)s, with other content") % {"place": first}
                raise RowError(_identity(draft), reason)
        with self.scanned.cases(), explained(_note(draft)):
            result = self._write(draft, unit)
        self._seen.update(dict.fromkeys(identities, (content, place)))
        return result

    def _write(self, draft: Draft, unit: Unit) -> tuple[Outcome, int]:
        page = self._existing(draft, unit)
        if page is None:
            page = self._create(draft, unit)
            return Outcome.CREATED, page.pk
        page = _as_written(page)
        if not self._apply(page, draft, unit):
            return Outcome.UNCHANGED, page.pk
        if not page.live:
            raise RowError("", _("the notice is not live on the site; change it in the admin"))
        if page.has_unpublished_changes:
            raise RowError("", _("the notice has changes in the admin that are not published yet"))
        self.scanned.publish_again(page)
        return Outcome.UPDATED, page.pk

    def _existing(self, draft: Draft, unit: Unit) -> NoticePage | None:
        """The page of the same document number and unit, else of the same address, else of title, date and unit."""
        fields = draft.fields
        number, address = fields.get("document_number"), fields.get("source_url")
        by_number = self._find(draft, document_number=number, issuing_unit=unit) if number else None
        by_address = self._find(draft, source_url=address) if address else None
        if by_number and by_address and by_number.pk != by_address.pk:
            raise RowError("url", _("number and address belong to two different notices"))
        if by_number or by_address or number or address:
            return by_number or by_address
        return self._find(draft, title=fields["title"], published_on=fields["published_on"], issuing_unit=unit)

    def _find(self, draft: Draft, **conditions: Any) -> NoticePage | None:
        for kind, model in MODELS.items():
            found = list(model._default_manager.filter(**conditions).order_by().values_list("pk", flat=True)[:2])
            if len(found) > 1:
                raise RowError(_identity(draft), _("several notices on the site have it"))
            if found and kind != draft.kind:
                raise RowError("kind", _("the notice is on the site as another kind: %(kind)s") % {"kind": kind})
            if found:
                return model._default_manager.get(pk=found[0])
        return None

    def _create(self, draft: Draft, unit: Unit) -> NoticePage:
        now = timezone.now()
        page = MODELS[draft.kind](first_published_at=now, last_published_at=now)
        self._apply(page, draft, unit)
        if page.region_id is None:
            page.region_id = unit.region_id
        section = self._section(draft.kind)
        page.slug = _free_slug(page, section)
        self.scanned.publish_new(page, section)
        return page

    def _section(self, kind: str) -> NoticeIndexPage:
        if kind not in self._sections:
            section = SECTIONS[kind]._default_manager.first()
            if section is None:
                raise UnusableFile(_("The site has no section for notices of the kind “%(kind)s”.") % {"kind": kind})
            self._sections[kind] = section
        return self._sections[kind]

    def _apply(self, page: NoticePage, draft: Draft, unit: Unit) -> bool:
        """Set what the draft gives; whether that changes the page."""
        wanted: dict[str, Any] = {**draft.fields, "issuing_unit": unit}
        if draft.region:
            wanted["region"] = self._references.region(draft.region)
        changed = [name for name, value in wanted.items() if _differs(page, name, value)]
        for name in changed:
            if name == "body":
                page.body = page._meta.get_field("body").to_python(wanted[name])
            else:
                setattr(page, name, wanted[name])
        lists_changed = self._apply_lists(page, draft, unit)
        cases_changed = isinstance(page, CaseNoticePage) and self._apply_cases(page, draft)
        return bool(changed) or lists_changed or cases_changed

    def _apply_cases(self, page: CaseNoticePage, draft: Draft) -> bool:
        """Enter the cases that the row gives, and link them in its order; whether that changes anything."""
        if draft.cases is None:
            return False
        links = list(page.case_links.select_related("case").order_by("sort_order", "pk")) if page.pk else []
        known = {link.case.heading: link.case for link in links}
        entered = [
            self._enter(record, known.get(record.heading), f"cases[{number}]")
            for number, record in enumerate(self._cases.read(draft.cases))
        ]
        cases = [case for case, _written in entered]
        if [link.case_id for link in links] != [case.pk for case in cases]:
            page.case_links = [NoticeCase(case=case, sort_order=place) for place, case in enumerate(cases)]
            return True
        return any(written for _case, written in entered)

    def _enter(self, record: CaseData, linked: Case | None, place: str) -> tuple[Case, bool]:
        by_number = Case.objects.filter(external_id=record.external_id).first() if record.external_id else None
        before = by_number or linked
        try:
            if before is not None and is_entered(record, before):
                return before, False
            if before is not None and before.has_unpublished_changes:
                raise RowError(place, _("the case has changes in the admin that are not published yet"))
            return self.scanned.enter(record, before)
        except ValidationError as error:
            raise RowError(place, " ".join(error.messages)) from error
        except RowError as error:
            raise RowError(error.field or place, error.reason) from error

    def _apply_lists(self, page: NoticePage, draft: Draft, unit: Unit) -> bool:
        wanted: dict[str, list[Any]] = {}
        if draft.violations is not None:
            wanted["violations"] = self._references.terms(Term.Taxonomy.VIOLATION, draft.violations)
        if draft.forms is not None:
            wanted["forms"] = self._references.terms(Term.Taxonomy.FORM, draft.forms)
        audience = self._audience(page, draft, unit)
        if audience is not None:
            wanted["audience"] = audience
        changed = False
        for name, objects in wanted.items():
            before = {item.pk for item in getattr(page, name).all()} if page.pk else set()
            if before != {item.pk for item in objects}:
                getattr(page, name).set(objects)
                changed = True
        return changed

    def _audience(self, page: NoticePage, draft: Draft, unit: Unit) -> list[Unit] | None:
        """The units named; None when they stay as they are. An internal notice is always for somebody."""
        if page.scope != Scope.INTERNAL:
            if draft.audience:
                raise RowError("audience", _("only internal notices have an audience"))
            return []
        if draft.audience:
            return [self._references.unit(name, "audience") for name in draft.audience]
        return None if page.pk and page.audience.exists() else [unit]


def _note(draft: Draft) -> Note:
    """What readers are told where the row changes what is public."""
    if draft.correction is None:
        return Note(Correction.Kind.IMPORT)
    what, why = draft.correction
    return Note(Correction.Kind.EXPLAINED, what, why)


def _as_written(page: NoticePage) -> NoticePage:
    """The words of the version that is live: hidden names are out of the row, not out of what was published."""
    if page.live_revision_id is None or page.has_unpublished_changes or not hides_names(page):
        return page
    # Wagtail's own way to the latest version reads the row.
    written: NoticePage = page.live_revision.as_object()
    return written


def _differs(page: NoticePage, name: str, value: Any) -> bool:
    if name == "body":
        return _stored(page.body.raw_data) != _stored(value)
    if name in {"issuing_unit", "region"}:
        return getattr(page, f"{name}_id") != value.pk
    return bool(getattr(page, name) != value)


def _stored(blocks: Any) -> list[tuple[str, Any]]:
    """Blocks without the marks by which Wagtail tells them apart."""
    return [(block["type"], block["value"]) for block in blocks]


def _free_slug(page: NoticePage, section: NoticeIndexPage) -> str:
    """The page's address; two units may give the same number, title and day, and then it gets a suffix."""
    wanted = slug = slug_for(page)
    number = 1
    while Page.objects.child_of(section).filter(slug=slug).exists():
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _identities(draft: Draft, unit: Unit) -> list[int]:
    """Marks of all by which the notice is known again."""
    number, address = draft.fields.get("document_number"), draft.fields.get("source_url")
    marks = [_mark("number", number, unit.code)] if number else []
    if address:
        marks.append(_mark("address", address))
    return marks or [_mark("title", draft.fields["title"], draft.fields["published_on"], unit.code)]


def _mark(*parts: object) -> int:
    return int.from_bytes(blake2b(repr(parts).encode("utf-8", "replace"), digest_size=8).digest(), "big")


def _identity(draft: Draft) -> str:
    """The key by which the draft is known again."""
    if draft.fields.get("document_number"):
        return "document_number"
    return "url" if draft.fields.get("source_url") else "title"


def row_errors(error: ValidationError) -> list[RowError]:
    """What the model found wrong, in the words of a row."""
    if not hasattr(error, "error_dict"):
        return [RowError("", " ".join(error.messages))]
    return [
        RowError("" if name == "__all__" else _KEYS.get(name, name), " ".join(messages))
        for name, messages in error.message_dict.items()
    ]
