"""What stands around the notices: settings of the frame, standing pages, and what staff keep for search."""

from wagtail.models import Site

from home.demo.data import words
from home.models import HomePage, SiteFrame, StandardPage
from search.models import PromotedResult, SynonymGroup

#: The address of the accessibility statement.
ACCESSIBILITY = "accessibility"


def create() -> None:
    """Set the frame, publish the standing pages that are not there yet, and add synonyms and promoted results."""
    texts = words("standing")
    site = Site.objects.get(is_default_site=True)
    SiteFrame.objects.update_or_create(site=site, defaults=texts["frame"])
    home = HomePage.objects.get(pk=site.root_page_id)
    home.introduction = texts["introductions"]["home"]
    home.introduction_en = texts["introductions"]["home_en"]
    home.sections = words("home_sections")
    home.save_revision().publish()
    for entry in texts["pages"]:
        if StandardPage.objects.child_of(home).filter(slug=entry["slug"]).exists():
            continue
        page = StandardPage(
            title=entry["title"],
            slug=entry["slug"],
            search_description=entry["description"],
            # The footer links it by a name of its own.
            show_in_menus=entry["slug"] != ACCESSIBILITY,
            body=[(kind, value) for kind, value in entry["body"]],
        )
        HomePage.objects.get(pk=home.pk).add_child(instance=page)
        page.save_revision().publish()
    statement = StandardPage.objects.child_of(home).get(slug=ACCESSIBILITY)
    SiteFrame.objects.filter(site=site).update(accessibility_page=statement)
    for group in texts["synonyms"]:
        SynonymGroup.objects.get_or_create(words=group)
    for entry in texts["promoted"]:
        PromotedResult.objects.get_or_create(
            words=entry["words"],
            defaults={"title": entry["title"], "url": f"/{entry['page']}/", "description": entry["description"]},
        )
