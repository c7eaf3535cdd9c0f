"""The section of quarterly bulletins, on new sites and on those that are there already. Going back removes it."""

from django.db import migrations

TITLE, SLUG, INTRODUCTION = "季度通报", "bulletins", "一季度一通报：数据、比较与典型案例，每张表均可下载。"
STEP = 4


def build(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Page = apps.get_model("wagtailcore", "Page")
    Section = apps.get_model("notices", "BulletinIndexPage")
    home = apps.get_model("home", "HomePage").objects.filter(depth=2).first()
    if home is None or Section.objects.exists():
        return
    below = Page.objects.filter(path__startswith=home.path, depth=home.depth + 1)
    slugs = set(below.values_list("slug", flat=True))
    last = below.order_by("-path").values_list("path", flat=True).first()
    kind, _ = ContentType.objects.get_or_create(app_label="notices", model="bulletinindexpage")
    slug = SLUG if SLUG not in slugs else f"{SLUG}-section"
    Section.objects.create(
        title=TITLE, draft_title=TITLE, introduction=INTRODUCTION, slug=slug, content_type=kind,
        locale_id=home.locale_id, path=following(last, home.path), depth=home.depth + 1, numchild=0,
        url_path=f"{home.url_path}{slug}/", live=True, show_in_menus=True,
    )
    Page.objects.filter(pk=home.pk).update(numchild=below.count())


def following(last, parent):
    """The path after the last child, in treebeard's digits."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    number = int(last[-STEP:], 36) + 1 if last else 1
    step = ""
    while number:
        number, rest = divmod(number, 36)
        step = digits[rest] + step
    return parent + step.rjust(STEP, "0")


def take_down(apps, schema_editor):
    """Remove an empty section; one with bulletins in it is content, which going back does not destroy."""
    Page = apps.get_model("wagtailcore", "Page")
    home = apps.get_model("home", "HomePage").objects.filter(depth=2).first()
    for section in apps.get_model("notices", "BulletinIndexPage").objects.filter(numchild=0):
        section.delete()
    if home:
        below = Page.objects.filter(path__startswith=home.path, depth=home.depth + 1)
        Page.objects.filter(pk=home.pk).update(numchild=below.count())


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0010_keepers_of_cases"),
        ("notices", "0007_quarterly_bulletins"),
    ]

    operations = [migrations.RunPython(build, take_down)]
