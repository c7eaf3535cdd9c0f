"""Cases, subjects and measures."""

import django.core.validators
import django.db.models.deletion
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_dated_terms'),
        ('organisations', '0002_list_stamps'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('locked', models.BooleanField(default=False, editable=False, verbose_name='locked')),
                ('locked_at', models.DateTimeField(editable=False, null=True, verbose_name='locked at')),
                ('external_id', models.CharField(blank=True, help_text='Never public.', max_length=60, null=True, unique=True, verbose_name='number at the office')),
                ('heading', models.CharField(max_length=300, verbose_name='heading')),
                ('facts', models.TextField(blank=True, help_text='As published; an empty line parts paragraphs.', verbose_name='facts')),
                ('concluded_on', models.CharField(blank=True, help_text='2021, 2021-04 or 2021-04-13.', max_length=10, verbose_name='dealt with on')),
                ('quarter', models.CharField(blank=True, db_index=True, help_text='Empty: that of the day on which it was dealt with.', max_length=6, validators=[django.core.validators.RegexValidator('\\A[0-9]{4}Q[1-4]\\Z', 'Write a quarter as 2026Q3.')], verbose_name='quarter of the statistics')),
                ('other_problems', models.BooleanField(default=False, help_text='还存在其他严重违纪违法问题', verbose_name='other serious problems exist')),
                ('traced_up', models.CharField(blank=True, choices=[('yes', 'yes'), ('no', 'no')], max_length=3, verbose_name='responsibility traced one level up')),
                ('look_back_on', models.DateField(blank=True, null=True, verbose_name='re-examination due on')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('locked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='locked_%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='locked by')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.region', verbose_name='region')),
                ('source', models.ForeignKey(blank=True, limit_choices_to={'taxonomy': 'case_source'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.term', verbose_name='source of the case')),
                ('stage', models.ForeignKey(blank=True, limit_choices_to={'taxonomy': 'case_stage'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.term', verbose_name='stage')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='organisations.unit', verbose_name='unit concerned')),
                ('violations', modelcluster.fields.ParentalManyToManyField(blank=True, limit_choices_to={'taxonomy': 'violation'}, related_name='+', to='cases.term', verbose_name='violations')),
            ],
            options={
                'verbose_name': 'case',
                'verbose_name_plural': 'cases',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Amount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('text', models.CharField(help_text='Such as 8.8万余元.', max_length=60, verbose_name='amount as written')),
                ('what', models.CharField(blank=True, max_length=120, verbose_name='what it is')),
                ('case', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='amounts', to='cases.case')),
            ],
            options={
                'verbose_name': 'amount',
                'verbose_name_plural': 'amounts',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ActPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('start', models.CharField(blank=True, max_length=10, verbose_name='from')),
                ('end', models.CharField(blank=True, max_length=10, verbose_name='to')),
                ('text', models.CharField(blank=True, help_text='Such as 2021年元旦后.', max_length=100, verbose_name='in words')),
                ('case', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='act_periods', to='cases.case')),
            ],
            options={
                'verbose_name': 'period of the acts',
                'verbose_name_plural': 'periods of the acts',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Reexamination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('examined_on', models.DateField(verbose_name='examined on')),
                ('note', models.TextField(blank=True, help_text='Internal; never public.', verbose_name='note')),
                ('case', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='reexaminations', to='cases.case')),
                ('outcome', models.ForeignKey(limit_choices_to={'taxonomy': 'reexamination_outcome'}, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.term', verbose_name='outcome')),
            ],
            options={
                'verbose_name': 're-examination',
                'verbose_name_plural': 're-examinations',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Subject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('kind', models.CharField(choices=[('person', 'person'), ('organisation', 'organisation')], default='person', max_length=12, verbose_name='kind')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('name_masked', models.CharField(blank=True, help_text='Empty: the surname and 某 for each further character.', max_length=120, verbose_name='masked name')),
                ('name_form', models.CharField(choices=[('full', 'in full'), ('masked', 'surname only (王某某)'), ('post', 'post only')], default='full', max_length=8, verbose_name='name shown')),
                ('name_public_until', models.DateField(blank=True, help_text='The last day. Empty: worked out from the influence periods of the measures.', null=True, verbose_name='name public until')),
                ('name_override_reason', models.TextField(blank=True, help_text='Needed for a later day than the rule gives.', verbose_name='why the name stays public longer')),
                ('masked_on', models.DateField(blank=True, db_index=True, editable=False, null=True, verbose_name='masked on')),
                ('post_then', models.CharField(blank=True, max_length=200, verbose_name='post then')),
                ('post_now', models.CharField(blank=True, max_length=200, verbose_name='post now')),
                ('rank_text', models.CharField(blank=True, max_length=60, verbose_name='rank as written')),
                ('is_party_member', models.BooleanField(blank=True, null=True, verbose_name='Party member')),
                ('is_head', models.BooleanField(default=False, verbose_name='head of the unit (一把手)')),
                ('responsibility', models.CharField(choices=[('direct', 'direct (当事人责任)'), ('principal', 'principal responsibility (主体责任)'), ('supervisory', 'supervisory responsibility (监督责任)')], default='direct', max_length=12, verbose_name='responsibility')),
                ('case', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='subjects', to='cases.case')),
                ('leadership', models.ForeignKey(blank=True, limit_choices_to={'taxonomy': 'acc_responsibility'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.term', verbose_name='kind of leadership responsibility')),
                ('marker', models.ForeignKey(blank=True, limit_choices_to={'taxonomy': 'post_prefix'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.term', verbose_name='marker of the post')),
                ('rank', models.ForeignKey(blank=True, limit_choices_to={'taxonomy': 'ranks'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.term', verbose_name='rank group')),
                ('status', models.ForeignKey(blank=True, limit_choices_to={'taxonomy': 'person_status'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.term', verbose_name='status')),
                ('unit_then', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit', verbose_name='unit then')),
            ],
            options={
                'verbose_name': 'subject',
                'verbose_name_plural': 'subjects',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('scale', models.CharField(choices=[('party', 'Party discipline'), ('government', 'administrative sanction'), ('organizational', 'organizational handling'), ('accountability', 'accountability'), ('first_form', 'first form'), ('judicial', 'judicial'), ('gains', 'handling of gains')], max_length=16, verbose_name='scale')),
                ('term', models.CharField(blank=True, help_text='Such as 一年, of 留党察看.', max_length=20, verbose_name='term')),
                ('body', models.CharField(blank=True, max_length=120, verbose_name='deciding body')),
                ('decided_on', models.CharField(blank=True, db_index=True, max_length=10, verbose_name='decided on')),
                ('influence_until', models.DateField(blank=True, help_text='Empty: worked out from the grade and the date.', null=True, verbose_name='influence until')),
                ('text', models.CharField(blank=True, max_length=200, verbose_name='wording as published')),
                ('grade', models.ForeignKey(blank=True, limit_choices_to=models.Q(('taxonomy__measure_scale__gt', '')), null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.term', verbose_name='grade')),
                ('subject', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='cases.subject')),
            ],
            options={
                'verbose_name': 'measure',
                'verbose_name_plural': 'measures',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
    ]
