from portal.content.models.changes import PublicChange
from portal.content.models.corrections import Correctable, Correction
from portal.content.models.files import PortalDocument, PortalImage, PortalRendition
from portal.content.models.pages import PortalPage, PortalPageQuerySet
from portal.content.models.stamps import PageStamp
from portal.content.models.tombstones import Tombstone

__all__ = [
    "Correctable",
    "Correction",
    "PageStamp",
    "PortalDocument",
    "PortalImage",
    "PortalPage",
    "PortalPageQuerySet",
    "PortalRendition",
    "PublicChange",
    "Tombstone",
]
