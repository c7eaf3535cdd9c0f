"""A small office with internal notices, and everybody who might come across them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpResponse
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from portal.content.models import PortalDocument, PortalImage
from portal.notices.models import CaseNoticePage, NoticePage, WarningPage
from portal.organisations.models import Unit
from tests.factories import (
    CaseNoticePageFactory,
    DocumentFactory,
    ImageFactory,
    StaffMembershipFactory,
    UnitFactory,
    UserFactory,
    WarningPageFactory,
)

#: Words of the internal notices and their files that may stand nowhere else.
SECRETS = ("磐石密令", "暗渠回声", "测密〔2026〕88号", "雾锁连环", "灰雀名录", "鸣钟旧档")
#: Those who read by membership, those who read because they edit, and those who do not read.
MEMBERS = ("named",)
STAFF = ("editor", "publisher", "administrator", "superuser")
STRANGERS = ("anonymous", "parent", "sub", "other", "former", "coming", "inactive")


@dataclass
class Office:
    """Units, notices and people."""

    named: Unit
    secret: NoticePage
    wide: NoticePage
    public: NoticePage
    document: PortalDocument
    picture: PortalImage
    old_path: str
    people: dict[str, User | AnonymousUser] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        """The browser of somebody; inactive users keep the session they once had."""
        client = Client()
        user = self.people[who]
        if user.is_authenticated:
            client.force_login(user)
        if who == "inactive":
            User.objects.filter(pk=user.pk).update(is_active=False)
        return client

    @property
    def rendition(self) -> str:
        """The address of the picture as a page shows it."""
        return str(self.picture.get_rendition("max-200x200").url)


def build_office() -> Office:
    """Everything; the notices are live."""
    top = UnitFactory(name="江州市局")
    named = UnitFactory(parent=top, name="南岸分局")
    sub = UnitFactory(parent=named, name="南岸一所")
    other = UnitFactory(parent=top, name="北岸分局")
    document, picture = DocumentFactory(title="灰雀名录"), ImageFactory(title="鸣钟旧档")
    secret = _secret_notice(named, document, picture)
    wide = WarningPageFactory(
        internal=True, audience=[named], audience_includes_subunits=True, title="雾锁连环提醒", issuing_unit=named
    )
    public = CaseNoticePageFactory(
        title="公开的典型问题通报",
        issuing_unit=named,
        body=[{"type": "paragraph", "value": f'<p>另见<a linktype="page" id="{secret.pk}">另一份通报</a>。</p>'}],
        related=[{"type": "notice", "value": secret.pk}, {"type": "notice", "value": wide.pk}],
    )
    old_path = f"/notices/{SECRETS[3]}-old"
    Redirect.objects.create(old_path=old_path, redirect_page=secret, site=Site.objects.get())
    office = Office(named, secret, wide, public, document, picture, old_path)
    office.people = _people(top, named, sub, other)
    return office


def _secret_notice(named: Unit, document: PortalDocument, picture: PortalImage) -> CaseNoticePage:
    image = {"image": picture.pk, "alt_text": "图", "decorative": False}
    notice: CaseNoticePage = CaseNoticePageFactory(
        internal=True,
        audience=[named],
        issuing_unit=named,
        title="磐石密令通报",
        document_number="测密〔2026〕88号",
        summary="暗渠回声摘要",
        keywords="暗渠回声",
        body=[
            {"type": "paragraph", "value": "<p>暗渠回声一案的经过。</p>"},
            {"type": "figure", "value": {"image": image, "caption": "暗渠回声图"}},
        ],
        attachments=[{"type": "document", "value": document.pk}],
    )
    return notice


def _people(top: Unit, named: Unit, sub: Unit, other: Unit) -> dict[str, User | AnonymousUser]:
    return {
        "anonymous": AnonymousUser(),
        "named": StaffMembershipFactory(unit=named).user,
        "parent": StaffMembershipFactory(unit=top).user,
        "sub": StaffMembershipFactory(unit=sub).user,
        "other": StaffMembershipFactory(unit=other).user,
        "former": StaffMembershipFactory(unit=named, ended=True).user,
        "coming": StaffMembershipFactory(unit=named, coming=True).user,
        "inactive": StaffMembershipFactory(unit=named).user,
        "editor": UserFactory(groups=["editor"]),
        "publisher": UserFactory(groups=["publisher"]),
        "administrator": UserFactory(groups=["administrator"]),
        "superuser": UserFactory(administrator=True),
    }


def text_of(response: HttpResponse) -> str:
    """All that came, headers included, with entities and escapes undone."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = unescape(body.decode(response.charset or "utf-8", errors="replace"))
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    return "\n".join([*(f"{name}: {value}" for name, value in response.items()), text])


def leaks(office: Office, text: str) -> list[str]:
    """The secret words and addresses in a text; words that the reader typed are not counted by the caller."""
    slugs = (office.secret.slug, office.wide.slug)
    return [secret for secret in (*SECRETS, *slugs) if secret in text]


__all__ = ["MEMBERS", "SECRETS", "STAFF", "STRANGERS", "Office", "WarningPage", "build_office", "leaks", "text_of"]
