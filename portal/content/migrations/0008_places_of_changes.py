from django.db import migrations, models
from django.db.models import F


def number(apps, schema_editor):
    """What was told so far is committed: the primary keys are in order."""
    apps.get_model("content", "PublicChange").objects.filter(position=None).update(position=F("pk"))


class Migration(migrations.Migration):
    dependencies = [("content", "0007_corrections")]

    operations = [
        migrations.AddField(
            model_name="publicchange",
            name="position",
            field=models.PositiveBigIntegerField(
                editable=False, null=True, unique=True, verbose_name="place in the list"
            ),
        ),
        migrations.RunPython(number, migrations.RunPython.noop, elidable=True),
    ]
