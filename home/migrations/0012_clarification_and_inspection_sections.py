"""The sections of clarifications and inspections, on new sites and on those that are there. Going back removes them."""

from django.db import migrations

SECTIONS = (
    ("ClarificationIndexPage", "clarifications", "澄清正名", "为受到不实举报的党员干部和单位澄清是非。"),
    ("InspectionIndexPage", "inspections", "巡察公开", "巡察公告、反馈情况与整改台账。"),
)
STEP = 4


def build(apps, schema_editor):
    home = apps.get_model("home", "HomePage").objects.filter(depth=2).first()
    for section in SECTIONS if home else ():
        add(apps, home, *section)


def add(apps, home, model, slug, title, introduction):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Page = apps.get_model("wagtailcore", "Page")
    Section = apps.get_model("notices", model)
    if Section.objects.exists():
        return
    below = Page.objects.filter(path__startswith=home.path, depth=home.depth + 1)
    last = below.order_by("-path").values_list("path", flat=True).first()
    kind, _ = ContentType.objects.get_or_create(app_label="notices", model=model.lower())
    slug = f"{slug}-section" if below.filter(slug=slug).exists() else slug
    Section.objects.create(
        title=title, draft_title=title, introduction=introduction, slug=slug, content_type=kind,
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
    """Remove empty sections; one with pages in it is content, which going back does not destroy."""
    Page = apps.get_model("wagtailcore", "Page")
    home = apps.get_model("home", "HomePage").objects.filter(depth=2).first()
    for model, *_rest in SECTIONS:
        for section in apps.get_model("notices", model).objects.filter(numchild=0):
            section.delete()
    if home:
        below = Page.objects.filter(path__startswith=home.path, depth=home.depth + 1)
        Page.objects.filter(pk=home.pk).update(numchild=below.count())


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0011_bulletin_section"),
        ("notices", "0008_clarifications_and_inspections"),
    ]

    operations = [migrations.RunPython(build, take_down)]
