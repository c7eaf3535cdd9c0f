"""The home page gets sections that editors arrange; one that is there already begins with the usual ones."""

import json

from django.db import migrations, models

#: As they were when this was written; the code may arrange new sites otherwise later.
SECTIONS = [
    {"type": "warnings", "value": {"count": 4}},
    {"type": "latest", "value": {"count": 8, "kinds": []}},
    {
        "type": "channels",
        "value": {
            "note": "属于其他地区或者上级机关管辖的，请向有管辖权的纪检监察机关反映。",
            "note_en": "Matters of another region or a higher body go to the discipline inspection body in charge of them.",
            "channels": [
                {
                    "title": "监督举报",
                    "title_en": "Report misconduct",
                    "text": (
                        "反映党员、干部和公职人员违纪违法问题。提倡实名，匿名也受理；依法保护举报人，不得泄露举报信息。"
                    ),
                    "text_en": (
                        "Report breaches of discipline or law by Party members, officials and public employees. "
                        "Giving your name is encouraged, anonymous reports are received as well; "
                        "whoever reports is protected by law."
                    ),
                    "phone": "12388",
                },
                {
                    "title": "质询问效",
                    "title_en": "Ask for an answer",
                    "text": "对通报内容或者单位履责情况有疑问，请来电、来信或者来访，联系方式见页面底部。",
                    "text_en": (
                        "Questions about a notice, or about how a unit does its duty, are received by telephone, "
                        "by letter and in person; how to reach us stands at the foot of this page."
                    ),
                },
            ],
        },
    },
    {"type": "quarter", "value": {"which": "complete"}},
    {"type": "regions", "value": {"span": "year", "count": 8}},
    {"type": "units", "value": {"span": "year", "count": 8}},
    {"type": "doors", "value": {}},
]


def arrange(apps, schema_editor):
    """Write them into the pages, and into the drafts with which editors go on."""
    Revision = apps.get_model("wagtailcore", "Revision")
    for home in apps.get_model("home", "HomePage").objects.filter(sections=[]):
        home.sections = SECTIONS
        home.save(update_fields=["sections"])
        for revision in Revision.objects.filter(pk=home.latest_revision_id):
            revision.content["sections"] = json.dumps(SECTIONS)
            revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [("home", "0006_readers_of_tombstones")]

    operations = [
        migrations.AddField(
            model_name="homepage",
            name="sections",
            field=models.JSONField(blank=True, default=list, verbose_name="sections"),
        ),
        migrations.RunPython(arrange, migrations.RunPython.noop),
    ]
