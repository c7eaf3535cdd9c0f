"""The way to publication: propose, review (审核), approve (审批), published. It holds for the whole site.

Wagtail's own one-step workflow goes if it was never used. Going back leaves pages without a workflow.
"""

from django.db import migrations

WORKFLOW = "通报审批"
#: The steps in order, and who takes them.
STEPS = (("审核", ("editor", "publisher", "administrator")), ("审批", ("publisher", "administrator")))
STOCK = "Moderators approval"


def set_up(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    Task = apps.get_model("wagtailcore", "Task")
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="notices", model="foureyestask"
    )
    workflow = Workflow.objects.create(name=WORKFLOW, active=True)
    for place, (name, roles) in enumerate(STEPS):
        task = apps.get_model("notices", "FourEyesTask").objects.create(name=name, content_type=kind, active=True)
        task.groups.set(Group.objects.filter(name__in=roles))
        apps.get_model("wagtailcore", "WorkflowTask").objects.create(
            workflow=workflow, task_id=task.pk, sort_order=place
        )
    home = apps.get_model("home", "HomePage").objects.get(depth=2)
    apps.get_model("wagtailcore", "WorkflowPage").objects.update_or_create(
        page_id=home.pk, defaults={"workflow": workflow}
    )
    Workflow.objects.filter(name=STOCK, workflow_states__isnull=True).delete()
    Task.objects.filter(name=STOCK, workflow_tasks__isnull=True, task_states__isnull=True).delete()


def take_down(apps, schema_editor):
    apps.get_model("wagtailcore", "Workflow").objects.filter(name=WORKFLOW).delete()
    apps.get_model("notices", "FourEyesTask").objects.filter(name__in=[name for name, _roles in STEPS]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0003_roles"),
        ("notices", "0002_four_eyes_task"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(set_up, take_down)]
