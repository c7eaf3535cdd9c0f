"""The roles of the editorial staff: editor, publisher, administrator.

On a fresh database the rows of permissions do not exist yet when this runs (Django makes them after the last
migration), so they are made here; Django later finds them. Wagtail's own groups, Moderators and Editors, go if nobody
is in them: two sets of roles side by side would only be mistaken for each other. Going back removes our groups.
"""

from django.db import migrations

EDITOR, PUBLISHER, ADMINISTRATOR = "editor", "publisher", "administrator"
WRITE = ("add", "change")
RELEASE = ("publish", "lock", "unlock")
ALL = ("add", "change", "delete", "view")

#: What a role may do with pages, from the home page down.
PAGES = {EDITOR: WRITE, PUBLISHER: (*WRITE, *RELEASE), ADMINISTRATOR: (*WRITE, *RELEASE, "bulk_delete")}
#: What a role may do with pictures and documents, in every collection.
FILES = {
    EDITOR: (*WRITE, "choose"),
    PUBLISHER: (*WRITE, "choose", "delete"),
    ADMINISTRATOR: (*WRITE, "choose", "delete"),
}
FILE_MODELS = (("wagtailimages", "image"), ("wagtaildocs", "document"))
#: What publishers and administrators keep besides, and what administrators keep alone: app, model, actions.
SHARED = (("search", "synonymgroup", ALL), ("search", "promotedresult", ALL), ("search", "querycount", ("view",)))
KEEPS = (
    *SHARED,
    ("search", "searchconsumer", ("view",)),
    ("auth", "user", ALL),
    ("wagtailcore", "workflow", ALL),
    ("wagtailcore", "task", ALL),
    ("wagtailredirects", "redirect", ALL),
    ("organisations", "unit", ALL),
    ("organisations", "region", ALL),
    ("organisations", "staffmembership", ALL),
    ("cases", "term", ALL),
    ("home", "siteframe", ("change",)),
)


def permission(apps, app, model, action):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app, model=model)
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
    )
    return found


def admin_access(apps):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="wagtailadmin", model="admin")
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename="access_admin", defaults={"name": "Can access Wagtail admin"}
    )
    return found


def set_up(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    home = apps.get_model("home", "HomePage").objects.get(depth=2)
    collections = apps.get_model("wagtailcore", "Collection").objects.filter(depth=1)
    on_pages = apps.get_model("wagtailcore", "GroupPagePermission").objects
    on_files = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for role in PAGES:
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.add(admin_access(apps))
        for action in PAGES[role]:
            on_pages.get_or_create(
                group=group, page_id=home.pk, permission=permission(apps, "wagtailcore", "page", action)
            )
        for collection in collections:
            for app, model in FILE_MODELS:
                for action in FILES[role]:
                    on_files.get_or_create(
                        group=group, collection=collection, permission=permission(apps, app, model, action)
                    )
            if role == ADMINISTRATOR:
                for action in ("add", "change", "delete"):
                    on_files.get_or_create(
                        group=group,
                        collection=collection,
                        permission=permission(apps, "wagtailcore", "collection", action),
                    )
    for role, kept in ((PUBLISHER, SHARED), (ADMINISTRATOR, KEEPS)):
        for app, model, actions in kept:
            rights = [permission(apps, app, model, action) for action in actions]
            Group.objects.get(name=role).permissions.add(*rights)
    Group.objects.filter(name__in=("Moderators", "Editors"), user__isnull=True).delete()


def take_down(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=PAGES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_site_tree"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("cases", "0001_initial"),
        ("organisations", "0001_initial"),
        ("wagtailadmin", "0003_admin_managed"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [migrations.RunPython(set_up, take_down)]
