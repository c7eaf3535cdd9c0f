"""The site tree: as the migrations left it, or built again where a test with real transactions emptied the tables."""

from importlib import import_module

from django.apps import apps
from wagtail.models import Collection, Locale, Page, Site

from home.models import HomePage
from portal.notices.models import (
    BulletinIndexPage,
    CaseNoticeIndexPage,
    ClarificationIndexPage,
    InspectionIndexPage,
    NoticeIndexPage,
    WarningIndexPage,
)

_SECTIONS: dict[type[NoticeIndexPage], tuple[str, str]] = {
    CaseNoticeIndexPage: ("notices", "典型案件通报"),
    WarningIndexPage: ("warnings", "预警提醒"),
    ClarificationIndexPage: ("clarifications", "澄清正名"),
    InspectionIndexPage: ("inspections", "巡察公开"),
    BulletinIndexPage: ("bulletins", "季度通报"),
}


def site_tree() -> HomePage:
    """The home page of the default site."""
    home = HomePage.objects.first()
    if home is None:
        Locale.objects.get_or_create(language_code="zh-hans")
        root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
        home = root.add_child(instance=HomePage(title="阳光问效", slug="home"))
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True, site_name="阳光问效")
        Collection.get_first_root_node() or Collection.add_root(name="Root")
        for migration in ("0003_roles", "0004_way_to_publication"):
            import_module(f"home.migrations.{migration}").set_up(apps, None)
    return home


def section(model: type[NoticeIndexPage]) -> NoticeIndexPage:
    """The index page of a section."""
    found = model.objects.first()
    if found is None:
        slug, title = _SECTIONS[model]
        home = HomePage.objects.get(pk=site_tree().pk)
        found = home.add_child(instance=model(title=title, slug=slug))
    return found
