"""What was noted on the lists while they were made is no note for those who use them."""

from django.db import migrations

#: List, the note that it had, and the one it has.
NOTES = (
    ("four_winds_ranks", "Note: 地厅级 here, 厅局级 in the quarterly report; '乡科级及以下' lumps three quarterly groups.", "月报用“地厅级”，季度通报用“厅局级”；“乡科级及以下”包含季度统计的三个层级。"),
    ("acc_leader_2019", "May be used singly or together; each record must allow several forms, so form counts (人次) can exceed person counts (人).", "可以单独使用，也可以合并使用；一人可有多种方式，按方式统计的人次可能多于人数。"),
    ("gov_discipline", "警告 exists in both scales: always store the scale with the grade. Retired officials: 不再给予政务处分 but benefits cut (按规定降低/取消其享受的待遇).", "“警告”在党纪、政务两类中都有，录入时须选定种类。已退休的，不再给予政务处分，按规定降低或者取消其享受的待遇。"),
    ("org_handling", "Five statutory types also in 组织处理规定(试行) 2021 [KH].", "参见《中国共产党组织处理规定（试行）》（2021年）。"),
    ("ranks", "parallel_ranks: 职务与职级并行 2019 [KH]; a person has a post (职务) and a rank (职级) separately.", "公务员职务与职级并行，职务和职级分别填写。"),
    ("case_stage", "Matches the five stages ChinaFile's tracker typed by hand (investigation, dismissal, expulsion, prosecution, trial).", ""),
    ("publish_scope", "Seed: '系统外晒绩、系统内揭丑'.", ""),
)


def tell_users(apps, schema_editor):
    """The new notes, where nobody wrote another."""
    lists = apps.get_model("cases", "TermList")
    for code, old, new in NOTES:
        lists.objects.filter(code=code, note=old).update(note=new)


def tell_makers(apps, schema_editor):
    """The old ones."""
    lists = apps.get_model("cases", "TermList")
    for code, old, new in NOTES:
        lists.objects.filter(code=code, note=new).update(note=old)


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_plain_responsibilities")]

    operations = [migrations.RunPython(tell_users, tell_makers)]
