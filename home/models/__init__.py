from home.models.pages import HomePage, StandardPage
from home.models.settings import SiteFrame

__all__ = ["HomePage", "SiteFrame", "StandardPage"]
