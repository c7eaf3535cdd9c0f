"""The official lists as a table; the two that there were."""

from django.db import migrations, models

LISTS = (("violation", "违纪违法问题", "Violations"), ("form", "问责方式", "Forms of accountability"))


def add(apps, schema_editor):
    for code, name, name_en in LISTS:
        apps.get_model("cases", "TermList").objects.create(code=code, name=name, name_en=name_en)


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_official_terms'),
    ]

    operations = [
        migrations.CreateModel(
            name='TermList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='Part of exports; never changes.', max_length=32, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('measure_scale', models.CharField(blank=True, choices=[('party', 'Party discipline'), ('government', 'administrative sanction'), ('organizational', 'organizational handling'), ('accountability', 'accountability'), ('first_form', 'first form'), ('judicial', 'judicial'), ('gains', 'handling of gains')], help_text='Lists of grades only: the scale that the grades belong to.', max_length=16, verbose_name='scale of measures')),
            ],
            options={
                'verbose_name': 'official list',
                'verbose_name_plural': 'official lists',
                'ordering': ['code'],
            },
        ),
        migrations.RunPython(add, migrations.RunPython.noop),
    ]
