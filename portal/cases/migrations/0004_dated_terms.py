"""Terms belong to a list of the table, hold for a time, and map forward."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_term_lists'),
    ]

    operations = [
        migrations.AlterField(
            model_name='term',
            name='taxonomy',
            field=models.ForeignKey(db_column='taxonomy', on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='cases.termlist', to_field='code', verbose_name='list'),
        ),
        migrations.AddField(
            model_name='term',
            name='attributes',
            field=models.JSONField(blank=True, default=dict, verbose_name='further facts'),
        ),
        migrations.AddField(
            model_name='term',
            name='counts_as',
            field=models.ForeignKey(blank=True, help_text='The term of another list under which it is rolled up, such as one of the four forms.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='counted', to='cases.term', verbose_name='counted as'),
        ),
        migrations.AddField(
            model_name='term',
            name='successor',
            field=models.ForeignKey(blank=True, help_text='Renamed or merged: statistics count older records under the later term.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='cases.term', verbose_name='replaced by'),
        ),
        migrations.AddField(
            model_name='term',
            name='valid_from',
            field=models.DateField(blank=True, null=True, verbose_name='valid from'),
        ),
        migrations.AddField(
            model_name='term',
            name='valid_until',
            field=models.DateField(blank=True, help_text='The last day; it stays with older records.', null=True, verbose_name='valid until'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='term_ends_after_it_begins'),
        ),
    ]
