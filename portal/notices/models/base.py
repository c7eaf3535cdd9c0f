"""What every notice has, and who may read it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.models import PageManager

from portal.cases.models import Term
from portal.content.blocks import AttachmentsBlock, BodyBlock
from portal.content.fields import StreamField
from portal.content.models import Correctable, PortalPage, PortalPageQuerySet
from portal.content.models.pages import Reader
from portal.notices.forms import NoticeForm
from portal.notices.presentation import notice_context
from portal.notices.slugs import slug_for
from portal.organisations.models import Region, StaffMembership, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping


class Scope(models.TextChoices):
    """Who a notice is for."""

    PUBLIC = "public", _("public")
    INTERNAL = "internal", _("internal (党内通报)")


class NoticeQuerySet(PortalPageQuerySet):
    """Notices by who may read them and by date."""

    def published(self) -> Self:
        """What anybody may read: live, unrestricted and of public scope."""
        return super().published().filter(scope=Scope.PUBLIC)

    def internal_for(self, user: Reader) -> Self:
        """The live internal notices that are addressed to a unit where this user works today."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        working = StaffMembership.objects.filter(user=user.pk).current()
        paths = list(Unit.objects.filter(memberships__in=working).values_list("path", flat=True))
        addressed = models.Q(audience__path__in=paths)
        for path in paths:
            addressed |= models.Q(audience__path__in=Unit.paths_above(path), audience_includes_subunits=True)
        found = self.model._default_manager.filter(addressed).values("pk")
        return self.live().filter(scope=Scope.INTERNAL, pk__in=found)

    def newest_first(self) -> Self:
        """In the order of lists."""
        return self.order_by("-published_on", "-pk")


class NoticePage(Correctable, PortalPage):
    """A published document of the office: what was found, or what to beware of."""

    searchable = True
    #: The value of the search facet ``kind`` and of ``kind`` in imports.
    kind: ClassVar[str]

    scope = models.CharField(_("scope"), max_length=8, choices=Scope.choices, default=Scope.PUBLIC)
    audience = ParentalManyToManyField(
        Unit,
        blank=True,
        related_name="+",
        verbose_name=_("units named"),
        help_text=_("Internal notices only: the units whose signed-in staff may read it."),
    )
    audience_includes_subunits = models.BooleanField(_("and all units below them"), default=False)

    document_number = models.CharField(_("document number"), max_length=60, blank=True, db_index=True)
    index_number = models.CharField(_("index number"), max_length=60, blank=True)
    issuing_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("issuing unit")
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    written_on = models.DateField(_("date of the document"), null=True, blank=True)
    published_on = models.DateField(_("date of publication"), default=timezone.localdate, db_index=True)
    source_url = models.URLField(_("source address"), max_length=500, blank=True, db_index=True)

    summary = models.TextField(_("summary"), max_length=1000, blank=True)
    body = StreamField(BodyBlock(required=False), blank=True, verbose_name=_("body"))
    attachments = StreamField(AttachmentsBlock(required=False), blank=True, verbose_name=_("attachments"))
    related = StreamField(
        [
            (
                "notice",
                blocks.PageChooserBlock(
                    page_type=[
                        "notices.CaseNoticePage",
                        "notices.WarningPage",
                        "notices.BulletinPage",
                        "notices.ClarificationPage",
                        "notices.InspectionPage",
                    ]
                ),
            )
        ],
        blank=True,
        verbose_name=_("related notices"),
    )
    violations = ParentalManyToManyField(
        Term,
        blank=True,
        related_name="+",
        limit_choices_to={"taxonomy": Term.Taxonomy.VIOLATION},
        verbose_name=_("violations"),
    )
    forms = ParentalManyToManyField(
        Term,
        blank=True,
        related_name="+",
        limit_choices_to={"taxonomy": Term.Taxonomy.FORM},
        verbose_name=_("forms of accountability"),
    )
    keywords = models.CharField(_("keywords"), max_length=300, blank=True, help_text=_("Parted by semicolons."))

    objects = PageManager.from_queryset(NoticeQuerySet)()

    base_form_class = NoticeForm

    class Meta(PortalPage.Meta):
        abstract = True
        indexes: ClassVar[list[models.Index]] = [
            # Counts by day, unit and region read nothing else of a notice. The scope comes last: nearly all notices
            # have the same, and SQLite would rather go through an index that begins with it than look up twenty keys.
            models.Index(fields=["published_on", "issuing_unit", "region", "scope"], name="%(class)s_by_place"),
            # The archive of a unit goes through its notices by their days.
            models.Index(fields=["issuing_unit", "published_on"], name="%(class)s_by_unit"),
        ]

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Give a new notice its ASCII address before Wagtail makes one of the Chinese title."""
        self._set_address()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """Drafts get their address in the same way; Wagtail would leave it empty, and refuse the second such draft."""
        self._set_address()
        super().minimal_clean()

    def _set_address(self) -> None:
        if not getattr(self, "slug", ""):
            wanted = slug_for(self)
            has_place = self.path or getattr(self, "_cached_parent_obj", None)
            self.slug = self._get_autogenerated_slug(wanted) if has_place else wanted

    def clean(self) -> None:
        """An internal notice names its readers."""
        super().clean()
        if self.is_internal and not self.audience.exists():
            raise ValidationError({"audience": _("Name the units whose staff may read this internal notice.")})

    @property
    def is_internal(self) -> bool:
        """Whether only the staff of the units named may know of it (党内通报)."""
        return self.scope == Scope.INTERNAL

    def tombstone(self) -> tuple[str, date | None] | None:
        """The kind and the document's own date; not the title, which may be why it was withdrawn."""
        return (self.kind, self.written_on or self.published_on)

    def may_read(self, user: Reader) -> bool:
        """Whether this reader may see the live notice: everybody, or the staff of the units named and its editors."""
        if not self.live:
            return False
        if not self.is_internal:
            return True
        if not user.is_authenticated or not user.is_active:
            return False
        model = type(self)
        return (
            model.objects.internal_for(user).filter(pk=self.pk).exists() or self.permissions_for_user(user).can_edit()
        )

    def public_related(self, user: Reader) -> list[NoticePage]:
        """The related notices in the editor's order, without those whose title must not stand on this page.

        A public page shows the same to everybody; an internal one shows its readers their other internal notices too.
        """
        chosen = [block["value"] for block in self.related.raw_data]
        found: dict[int, NoticePage] = {}
        for model in NoticePage.__subclasses__() if chosen else ():
            notices = model.objects.filter(pk__in=chosen).select_related("issuing_unit")
            found |= notices.published().in_bulk()
            if self.is_internal:
                found |= notices.internal_for(user).in_bulk()
            if len(found) == len(set(chosen)):
                break
        return [found[key] for key in chosen if key in found]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the text as HTML, the files and tags, and the related notices that this reader may know of."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        related = self.public_related(request.user)
        return {**context, **notice_context(self, request), "related_notices": related}

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Find the page; for those who may not read it there is none, and no password or sign-in form either."""
        self._refuse_strangers(request)
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, which no cache keeps and no search engine lists if it is internal."""
        self._refuse_strangers(request)
        return self._closed(super().serve(request, *args, **kwargs))

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """What the admin shows to editors."""
        return self._closed(super().serve_preview(request, mode_name))

    def serve_password_required_response(self, request: HttpRequest, form: Any, action_url: str) -> HttpResponseBase:
        """Wagtail's password form; its address takes the number of any page."""
        self._refuse_strangers(request)
        response: HttpResponseBase = super().serve_password_required_response(request, form, action_url)
        return response

    def _refuse_strangers(self, request: HttpRequest) -> None:
        if not self.may_read(getattr(request, "user", AnonymousUser())):
            raise Http404

    def _closed(self, response: HttpResponseBase) -> HttpResponseBase:
        if self.is_internal:
            response["Cache-Control"] = "private, no-store"
            response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[Mapping[str, Any]]:
        """Nothing for internal notices."""
        urls: list[Mapping[str, Any]] = [] if self.is_internal else super().get_sitemap_urls(request)
        return urls
