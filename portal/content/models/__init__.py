from portal.content.models.files import PortalDocument, PortalImage, PortalRendition
from portal.content.models.pages import PortalPage, PortalPageQuerySet

__all__ = ["PortalDocument", "PortalImage", "PortalPage", "PortalPageQuerySet", "PortalRendition"]
