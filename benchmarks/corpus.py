"""Invented notices for measuring: always the same ones, about 390 characters each, and questions about them."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from search.documents import SearchDocument

FIRST_DAY = date(2023, 1, 1)
DAYS = 1_200
REGIONS, UNITS, VIOLATIONS, FORMS = 20, 300, 20, 8

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
GIVEN = "明华建国志强文斌丽娟晓东海燕春雷永康立新"
PLACES = "青禾云山白石临江东湖西岭南渡北桥长宁安平"
OFFICES = (
    "民政局", "教育局", "住建局", "卫健委", "财政局", "水务局", "街道办", "村委会", "供销社", "自然资源局",
)  # fmt: skip
POSTS = (
    "局长", "副局长", "党支部书记", "科长", "村委会主任", "会计", "校长", "院长", "四级调研员",
)  # fmt: skip
DEEDS = (
    "违规收受礼品礼金", "公车私用", "违规发放津贴补贴", "酒驾醉驾", "违规操办婚丧喜庆事宜", "截留挪用惠民资金",
    "接受管理服务对象宴请", "形式主义官僚主义", "虚报冒领补助资金", "超标准公务接待", "违规经商办企业", "失职失责",
)  # fmt: skip
MEASURES = (
    "受到党内警告处分", "受到党内严重警告处分", "受到撤销党内职务、政务撤职处分", "被责令作出书面检查",
    "受到诫勉处理", "受到政务记过处分",
)  # fmt: skip
SENTENCES = (
    "违纪资金已按规定收缴。", "其他相关人员也受到相应处理。", "各级党组织要引以为戒，举一反三。",
    "要持续加固中央八项规定堤坝，坚决防止反弹回潮。", "经查，其在担任职务期间对分管工作疏于管理，监督检查流于形式。",
    "上述问题暴露出有的党员干部纪律意识淡薄，心存侥幸。", "有关单位要对照检查，健全制度，堵塞漏洞。",
    "2024年3月，市纪委监委收到群众反映后进行了核查。",
)  # fmt: skip

QUERIES = (
    "礼金", "酒驾", "的", "违规", "局", "公车私用", "违规收受礼品礼金", "党支部书记 礼金", "青禾", "临江市民政局",
    "村委会主任 惠民资金", '"党内严重警告"', "违规 -礼金", "酒驾 -局长", "形式主义官僚主义", "八项规定", "2024年3月",
    "2024", "赵明", "王志强", "陈建国 科长", "違規收受禮金", "ＡＢＣ", "举一反三", "诫勉 会计", "四级调研员",
    "书面检查", "堵塞漏洞 教育局", "资金", "处分", "通报", "东湖 西岭",
)  # fmt: skip


def documents(count: int, *, seed: int = 7) -> Iterator[SearchDocument]:
    """The first so many documents, in flat memory; the same for the same seed."""
    chance = random.Random(seed)
    for number in range(1, count + 1):
        yield _document(number, chance)


def _document(number: int, chance: random.Random) -> SearchDocument:
    region, unit, violation = chance.randrange(REGIONS), chance.randrange(UNITS), chance.randrange(VIOLATIONS)
    day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    office = "".join(chance.sample(PLACES, 2)) + chance.choice(OFFICES)
    deed = chance.choice(DEEDS)
    cases = [_case(chance, office) for _ in range(chance.randint(2, 4))]
    closing = chance.sample(SENTENCES, 4)
    return SearchDocument(
        key=f"notice:{number}",
        number=number,
        kind=chance.choice(("case", "case", "case", "warning")),
        title=f"关于{office}{deed}典型问题的通报",
        url=f"/notices/{number}/",
        date=day,
        unit=office,
        body="\n".join([*cases, "".join(closing)]),
        facets={
            "kind": ("case",),
            "region": ("r", f"r{region}"),
            "unit": ("u", f"u{unit // 10}", f"u{unit // 10}-{unit}"),
            "violation": (f"v{violation}",),
            "form": (f"f{chance.randrange(FORMS)}",),
            "quarter": (str(day.year), f"{day.year}Q{(day.month + 2) // 3}"),
        },
    )


def _case(chance: random.Random, office: str) -> str:
    name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.randint(1, 2)))
    deeds = "、".join(chance.sample(DEEDS, 2))
    year = chance.randint(2015, 2025)
    return (
        f"{office}原{chance.choice(POSTS)}{name}{deeds}问题。{year}年至{year + 1}年，{name}利用职务便利，"
        f"多次{chance.choice(DEEDS)}，涉及金额{chance.randint(1, 90)}.{chance.randrange(10)}万元。"
        f"{name}{chance.choice(MEASURES)}。"
    )
