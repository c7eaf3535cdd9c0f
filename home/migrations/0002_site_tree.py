"""The site itself: home page, the sections of notices and of warnings. Replaces Wagtail's welcome page."""

from django.db import migrations

HOME = ("阳光问效", "以公开促公正，以监督促落实。")
SECTIONS = (
    ("CaseNoticeIndexPage", "notices", "典型案件通报", "公开通报典型案件，以案为鉴，以案促改。"),
    ("WarningIndexPage", "warnings", "预警提醒", "节点提醒、风险预警，防患于未然。"),
)


def build(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    HomePage = apps.get_model("home", "HomePage")
    locale = Locale.objects.get()

    Site.objects.all().delete()
    Page.objects.filter(depth=2).delete()
    Page.objects.filter(depth=1).update(numchild=1)
    kind, _ = ContentType.objects.get_or_create(app_label="home", model="homepage")
    title, introduction = HOME
    home = HomePage.objects.create(
        title=title, draft_title=title, introduction=introduction, slug="home", content_type=kind, locale=locale,
        path="00010001", depth=2, numchild=len(SECTIONS), url_path="/home/", live=True,
    )
    for place, (model, slug, title, introduction) in enumerate(SECTIONS, start=1):
        kind, _ = ContentType.objects.get_or_create(app_label="notices", model=model.lower())
        apps.get_model("notices", model).objects.create(
            title=title, draft_title=title, introduction=introduction, slug=slug, content_type=kind, locale=locale,
            path=f"{home.path}{place:04d}", depth=3, numchild=0, url_path=f"/home/{slug}/", live=True, show_in_menus=True,
        )
    Site.objects.create(hostname="localhost", port=80, root_page_id=home.pk, is_default_site=True, site_name=HOME[0])


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("notices", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(build, migrations.RunPython.noop)]
