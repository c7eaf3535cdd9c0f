"""What every notice has, and who may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
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
from portal.content.models import PortalPage, PortalPageQuerySet
from portal.notices.slugs import slug_for
from portal.organisations.models import Region, StaffMembership, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

Reader = AbstractBaseUser | AnonymousUser


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
            ancestors = [path[:end] for end in range(Unit.steplen, len(path), Unit.steplen)]
            addressed |= models.Q(audience__path__in=ancestors, audience_includes_subunits=True)
        return self.live().filter(addressed, scope=Scope.INTERNAL).distinct()

    def newest_first(self) -> Self:
        """In the order of lists."""
        return self.order_by("-published_on", "-pk")


class NoticePage(PortalPage):
    """A published document of the office: what was found, or what to beware of."""

    searchable = True
    #: The value of the search facet ``kind`` and of ``kind`` in imports.
    kind: ClassVar[str]

    scope = models.CharField(_("scope"), max_length=8, choices=Scope.choices, default=Scope.PUBLIC, db_index=True)
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
        [("notice", blocks.PageChooserBlock(page_type=["notices.CaseNoticePage", "notices.WarningPage"]))],
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

    class Meta(PortalPage.Meta):
        abstract = True

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Give a new notice its ASCII address before Wagtail makes one of the Chinese title."""
        self.slug = getattr(self, "slug", "") or slug_for(self)
        super().full_clean(*args, **kwargs)

    def may_read(self, user: Reader) -> bool:
        """Whether this reader may see the live notice: everybody, or the staff of the units named and its editors."""
        if self.scope == Scope.PUBLIC:
            return True
        if not user.is_authenticated or not user.is_active:
            return False
        model = type(self)
        return (
            model.objects.internal_for(user).filter(pk=self.pk).exists() or self.permissions_for_user(user).can_edit()
        )

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page; to those who may not read it there is no such page."""
        if not self.may_read(request.user):
            raise Http404
        response: HttpResponseBase = super().serve(request, *args, **kwargs)
        if self.scope == Scope.INTERNAL:
            response["Cache-Control"] = "private, no-store"
        return response

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[Mapping[str, Any]]:
        """Nothing for internal notices."""
        urls: list[Mapping[str, Any]] = super().get_sitemap_urls(request) if self.scope == Scope.PUBLIC else []
        return urls
