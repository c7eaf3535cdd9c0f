"""What is corrected of a bulletin is said where it is said of every notice; frozen revisions keep their notes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("notices", "0008_clarifications_and_inspections")]

    operations = [migrations.RemoveField(model_name="bulletinpage", name="correction_note")]
