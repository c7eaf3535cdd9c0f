"""The time limits of the rules of 2020 and the regulations of 2022, how what is late goes up, and the known holidays."""

from django.db import migrations

#: Code, amount, measure, extension in days, reminder in working days before, only for named reporters.
LIMITS = (
    ("tip_route", 5, "working", 0, 1, False),
    ("tip_notice", 15, "working", 0, 3, True),
    ("tip_finish", 3, "months", 30, 10, False),
    ("tip_result", 15, "working", 0, 3, True),
    ("inquiry_route", 15, "days", 0, 3, False),
    ("inquiry_notice", 15, "days", 0, 3, False),
    ("inquiry_finish", 60, "days", 30, 5, False),
    ("reopened_finish", 30, "days", 30, 5, False),
    ("referral_reply", 10, "working", 10, 3, False),
)
STEPS = ((1, 1), (2, 3), (3, 10))
KEPT_BY_SUPERVISORS = {
    "workday": ("add", "change", "delete", "view"),
    "timelimit": ("change", "view"),
    "escalationstep": ("change", "view"),
}
YEARS = (2024, 2025, 2026)


def set_up(apps, schema_editor):
    from portal.feedback.clocks.library import days_of

    limits, steps, workdays = (
        apps.get_model("feedback", name) for name in ("TimeLimit", "EscalationStep", "Workday")
    )
    for code, amount, measure, extension, remind, is_for_named in LIMITS:
        limits.objects.create(
            code=code, amount=amount, measure=measure, extension=extension, remind_before=remind,
            is_for_named=is_for_named,
        )
    steps.objects.bulk_create(steps(level=level, days_after=days) for level, days in STEPS)
    workdays.objects.bulk_create(workdays(**day._asdict()) for year in YEARS for day in days_of(year))
    grant(apps)


def grant(apps):
    """Supervisors keep the calendar and the limits; on a fresh database the permissions do not exist yet."""
    group = apps.get_model("auth", "Group").objects.filter(name="supervisor").first()
    types, permissions = apps.get_model("contenttypes", "ContentType"), apps.get_model("auth", "Permission")
    for model, actions in KEPT_BY_SUPERVISORS.items():
        kind, _ = types.objects.get_or_create(app_label="feedback", model=model)
        for action in actions if group else ():
            permission, _ = permissions.objects.get_or_create(
                content_type=kind, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
            )
            group.permissions.add(permission)


def take_down(apps, schema_editor):
    for name in ("TimeLimit", "EscalationStep", "Workday"):
        apps.get_model("feedback", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("feedback", "0003_working_days_and_limits")]

    operations = [migrations.RunPython(set_up, take_down)]
