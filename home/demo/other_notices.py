"""Notices of one matter: a single case, an investigation, an expulsion, an organisation, an inspection."""

from home.demo import grave_cases
from home.demo.case_notices import demands, remarks, table
from home.demo.cases import write_cases
from home.demo.data import words
from home.demo.drafts import CASES, Draft, Titles, paragraphs
from home.demo.places import COMMISSION, Office, issuer_name, offices, unit_entry
from home.demo.writer import Writer

INTERNAL_AUDIENCES: tuple[tuple[tuple[str, ...], bool], ...] = (
    (("jc-01",), False),
    (("jc-12", "jc-26"), True),
    (("jc-81",), True),
    (("jc-01", "jc-06"), False),
    (("jc-84", "jc-85"), True),
    (("jc-41",), True),
    (("jc",), True),
    (("jc-20", "jc-21", "jc-22"), False),
)

#: The territories in the tables of inspections.
REVIEWED_UNITS = ("jc-81", "jc-82", "jc-83", "jc-84", "jc-85", "jc-70")


def write_single(writer: Writer, titles: Titles, place: int) -> Draft:
    """The notice of one case, told at length."""
    theme = writer.pick(["austerity", "masses", "formalism", "engineering", "enterprise", "conduct"])
    case = write_cases(writer, theme, 1)[0]
    slots = {"issuer": "霁川市纪委监委", "area_word": "市"}
    return Draft(
        title=titles.unique(f"关于{case.heading}的通报", writer.day),
        day=writer.day,
        unit=COMMISSION,
        region=case.office.region,
        blocks=[
            ("heading", "一、基本案情及处理结果"),
            CASES,
            ("heading", "二、案件暴露出的问题"),
            paragraphs(*writer.some(words("notices")["single_lessons"], writer.random.randint(1, 3))),
            ("heading", "三、工作要求"),
            demands(writer, slots),
        ],
        summary=f"霁川市纪委监委通报{case.heading}。",
        cases=(case.record,),
        violations=case.record.violations,
        forms=case.forms,
        keywords=(case.word,),
        topic=theme,
        has_number=True,
        extras=("pdf",) if place % 6 == 2 else (),
    )


def write_investigation(writer: Writer, titles: Titles, place: int) -> Draft:
    """The two sentences that tell of an investigation (审查调查)."""
    office, post, name = _leader(writer)
    reason = writer.pick(words("words")["reasons"])
    if reason == "主动投案":
        title = f"{office.name}{post}{name}主动投案接受纪律审查和监察调查"
        text = (
            f"{office.name}{post}{name}涉嫌严重违纪违法，主动投案，目前正接受霁川市纪委监委纪律审查和监察调查。"
            "调查工作正在依纪依法进行，办案机关依法保障被审查调查人的合法权益。"
        )
    else:
        title = f"{office.name}{post}{name}接受{reason.removesuffix('并被采取留置措施')}"
        measure = "，并被采取留置措施" if "留置" in reason else ""
        text = f"{office.name}{post}{name}涉嫌严重违纪违法，目前正接受霁川市纪委监委纪律审查和监察调查{measure}。"
    source = f"据霁川市纪委监委{writer.day.month}月{writer.day.day}日消息：{text}"
    closing = (
        "欢迎广大干部群众向办案机关如实反映有关情况。举报电话：12388；来信请寄霁川市纪委监委信访室。"
        "受理时间：工作日9:00至12:00、14:00至17:00。"
    )
    return Draft(
        title=titles.unique(title, writer.day),
        day=writer.day,
        unit=COMMISSION,
        region=office.region,
        blocks=[CASES, paragraphs(closing)],
        cases=(grave_cases.investigation(writer, office, post, name, source),),
        summary=text,
        keywords=("审查调查",),
        topic="investigation",
    )


def write_expulsion(writer: Writer, titles: Titles, place: int) -> Draft:
    """The outcome of an investigation: expelled from the Party and from public office (双开)."""
    office, post, name = _leader(writer)
    clauses = words("words")["clauses"]
    field = words("words")["fields"].get(office.role, "采购")
    found = [writer.pick(clauses["heart"])]
    found += [writer.pick(clauses[key]) for key in writer.some(["austerity", "organisation", "integrity", "work"], 3)]
    found.append(writer.fill(writer.pick(clauses["crime"]), {"field": field}))
    person = f"{office.name}原{post}{name}"
    verdict = (
        f"{name}严重违反党的纪律，构成严重职务违法并涉嫌受贿犯罪，且在党的十八大后不收敛、不收手，性质严重，影响恶劣，"
        "应予严肃处理。依据《中国共产党纪律处分条例》《中华人民共和国监察法》《中华人民共和国公职人员政务处分法》等有关规定，"
        f"经霁川市纪委常委会会议研究并报霁川市委批准，决定给予{name}开除党籍处分；由霁川市监委给予其开除公职处分；"
        "收缴其违纪违法所得；将其涉嫌犯罪问题移送检察机关依法审查起诉，所涉财物一并移送。"
    )
    return Draft(
        title=titles.unique(f"{person}严重违纪违法被开除党籍和公职", writer.day),
        day=writer.day,
        unit=COMMISSION,
        region=office.region,
        blocks=[
            paragraphs(f"日前，经霁川市委批准，霁川市纪委监委对{person}严重违纪违法问题进行了立案审查调查。"),
            CASES,
        ],
        cases=(grave_cases.expulsion(writer, office, post, name, (f"经查，{name}{'；'.join(found)}。", verdict)),),
        summary=f"{person}因严重违纪违法被开除党籍和公职，涉嫌犯罪问题被移送检察机关依法审查起诉。",
        violations=("integrity.02", "he.1", "bribery.03"),
        forms=("pd5", "gd6"),
        keywords=("双开", "审查调查"),
        topic="investigation",
    )


def _leader(writer: Writer) -> tuple[Office, str, str]:
    role = writer.pick(["official", "official", "town", "enterprise", "institution"])
    office = writer.pick(offices(role))
    return office, office.leading_post(writer), writer.name()


def write_responsibility(writer: Writer, titles: Titles, place: int) -> Draft:
    """An organisation held to account for its main responsibility (主体责任), with its leaders."""
    texts = words("notices")["responsibility"]
    office = writer.pick(offices(writer.pick(["official", "town", "enterprise"])))
    leaders = words("measures")["leaders"]
    first, second = writer.pick(leaders), writer.pick(leaders)
    slots = {
        "unit": office.name, "post": "党组织书记", "post2": "副职领导干部", "issuer": "霁川市纪委监委",
        "leader": first["text"], "leader2": second["text"], "area_word": "市",
    }  # fmt: skip
    facts = [writer.fill(fact, slots) for fact in writer.some(texts["facts"][:-1], 3)]
    facts += [writer.fill(texts["facts"][-1], slots), writer.fill(texts["decision"], slots)]
    record = grave_cases.responsibility(writer, office, slots, "\n\n".join(facts))
    return Draft(
        title=titles.unique(writer.fill(texts["titles"][place % len(texts["titles"])], slots), writer.day),
        day=writer.day,
        unit=COMMISSION,
        region=office.region,
        blocks=[
            ("heading", "一、主要问题和问责决定"),
            CASES,
            ("heading", "二、有关要求"),
            *remarks(writer, "formalism", slots),
        ],
        summary=f"{office.name}因落实全面从严治党主体责任不力被通报批评并责令限期整改，{slots['name']}等人被问责。",
        cases=(record,),
        violations=record.violations,
        forms=tuple(dict.fromkeys(["seed.1", "seed.2", *first["forms"], *second["forms"]])),
        keywords=("主体责任", "问责", "一案双查"),
        topic="responsibility",
        has_number=True,
        extras=("docx",) if place % 5 == 3 else (),
    )


def write_review(writer: Writer, titles: Titles, place: int, topic: str = "") -> Draft:
    """What an inspection found, with its table by units."""
    texts = words("notices")["review"]
    unit = COMMISSION if place % 3 else writer.pick(["jc-16", "jc-06", "jc-30"])
    since = writer.months_ago(2, 4)
    slots = {
        "topic": topic or texts["topics"][place % len(texts["topics"])],
        "issuer": issuer_name(COMMISSION if topic else unit),
        "digits": writer.number(3, 9),
        "since": f"{since.year}年{since.month}月以来",
    }
    title = titles.unique(writer.fill(texts["titles"][place % len(texts["titles"])], slots), writer.day)
    rows = [_review_row(writer, entry) for entry in REVIEWED_UNITS]
    problems_found = [
        f"（{number}）{text}" for number, text in zip("一二三四", writer.some(texts["problems"], 4), strict=True)
    ]
    return Draft(
        title=title,
        day=writer.day,
        unit=unit,
        region="990100",
        blocks=[
            paragraphs(writer.fill(texts["intro"], slots)),
            ("heading", "一、总体情况"),
            table(texts["headers"], rows, f"{slots['topic']}检查和整改情况"),
            ("heading", "二、发现的主要问题"),
            paragraphs(*problems_found),
            ("heading", "三、工作要求"),
            paragraphs(writer.fill(texts["requirement"], slots)),
        ],
        summary=f"{slots['issuer']}通报{slots['topic']}情况，公布各区县检查事项、发现问题和整改进度。",
        violations=("work.01",),
        keywords=(slots["topic"], "监督检查", "整改"),
        topic="review",
        has_number=True,
        extras=(("picture", "xlsx"), (), ("xlsx",), ("xlsx",))[place % 4],
    )


def _review_row(writer: Writer, unit: str) -> list[str]:
    checked, problems = writer.random.randint(24, 180), writer.random.randint(3, 22)
    mended = writer.random.randint(problems // 2, problems)
    return [unit_entry(unit)["short_name"], str(checked), str(problems), str(mended), f"{mended / problems:.0%}"]


def write_internal(writer: Writer, titles: Titles, place: int) -> Draft:
    """A notice inside the Party (党内通报): for the staff of the units named."""
    audience, below = INTERNAL_AUDIENCES[place % len(INTERNAL_AUDIENCES)]
    entries = words("notices")["internal"]
    entry = entries[place % len(entries)]
    draft = write_review(writer, Titles(), place, entry["topic"])
    draft.title = titles.unique(entry["title"], writer.day)
    draft.unit, draft.audience, draft.audience_includes_subunits = COMMISSION, audience, below
    if place % 3 == 1:
        draft.cases = tuple(case.record for case in write_cases(writer, "conduct", 1))
    draft.summary = "供有关单位对照检查，请勿对外公开。"
    draft.topic = "internal"
    return draft
