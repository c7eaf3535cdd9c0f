"""What the reader reads, what it leaves alone, and how long it takes."""

import json
from io import StringIO
from pathlib import Path
from time import process_time

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.reader import ASKED, REACHED, SPLITS, score
from portal.notices.reader.reading import read
from portal.notices.reader.records import as_json, as_row
from portal.notices.reader.source import read_source

EXAMPLE = (
    "3.柯城区恒通水务建设有限公司总经理董某某公车私用、接受可能影响公正执行公务的宴请问题。2015年至2016年,时任柯城恒通水务建设有限公司"
    "总经理董某某,先后三次公车私用到外地就医,油费720元由公司承担;2015年至2017年,董某某先后三次接受管理服务对象宴请。2021年5月,"
    "董某某受到党内严重警告处分,相关费用予以收缴"
)
PIECES = [
    "一、", "1.",
    "副局长王大山收取费用5万元，有关问题处理情况\n责任追究\n王大山受到党内警告处分。\n",
    "1.给予王某党内警告处分；\n", "。1.王某受到党内警告处分",
    "1.某镇火灾\n落实不到位问题\n", "2021年3月，公安局对王某立案侦查后，", "2021年3月检查发现，", "值班人员刘小明予以",
    "王某、李某的行为", "临河县育才学校对该校予以通报批评，",
    "柳湾中学、石桥中学等学校对两所学校通报批评，",
    "某某", "王某受到党内警告处分，", "王某受到党内警告处分。\n",
    "2021年", "2021年3月至", "书记", "、", "（", "撤销", "责令",
    "县某局局长王小明违规收礼问题。", "。通报指出", "给予", "（一）", "全县",
    "，王小山作为", "\n王小山，某镇某村书记，", "受到党内警告处分的，还有王某，", "，王小山携孙某，李大山",
    "问题、某局局长", "经研究决定，\n", "的副镇长",
    "实际出资人陈小山、", "其中，给予", "一是某局局长王小山违规问题。", "5名村干部后悔", "许可、左右受到",
    "经研究决定：\n1.给予王小山党内警告处分\n", "。某县某局违规问题。2016年", "免去王小山局长职务，李大山",
    "据了解，王小山", "此外，", "7月25日，", "8月15日、16日、", "局长的王小山", "领导王小山、",
    "发布时间：2018-07-25 10:30\n",
    "直至2014年10月，才", "2013年9月下达，至今", "2022年12月、2023年4月，先后受到",
    "某县某局局长王小山收礼受到警告处分，", "通报批评了某镇党委，", "除了警告、免职处分外，", "（2020年1月20日途经",
    "白石、松盘两县县委、", "1.王小山对该问题负责，给予王小山警告。",
    "以下决定：1.给予", "责其",
    "县局副局长扎巴，2019年", "1月2日，直至6日", "。直至2018年5月，", "拖延至2018年5月", "县局党组、某镇政府和",
    "县纪委分别给予", "2014年换届选举，", "责令王小山辞去", "给予某县委，某镇党委通报批评，",
    "王小山、李大河3人", "扣减其绩效，",
    "负责人受到处理问题。", "《中国共产党纪律处分条例》第一条", "2023年7月，校长王小山，",
    "王小山，某县副县长，负有责任。给予其警告处分。\n", "2021年1月发生事故，对有关人员处理如下：\n",
    "（一）给予2名人员处分\n1.给予王小山警告处分。\n", "现将追责问责情况通报如下。\n", "二、处理情况\n",
    "某镇书记王小山，副镇长李大山先期免职，", "责令王某某所在的学院党委", "给予汤其昌党内警告，",
    "决定对这4名干部给予通报批评。\n具体情况是：\n", "王小山，某局局长，办升学宴；\n",
    "对4起典型问题发出通报。\n某县林业局用公款；\n", "通报了3起问题。其中，", "2015年4月20日，某区政府",
    "发布：某区委、某大学问题。\n1.",
    "学校召开会议。会议决定，", "\n2.通报批评及约谈。某县纪委对", "6人受到处分，1人被诫勉，",
    "给予3个党支部", "责任人向县局作出检讨",
    "多吉次列", "要求，自1月26日起", "应予发放的2015年", "3年（2023年7月26日", "某县县长王某负主要责任，",
    "\n", "在全", "免去", "1万", "阿·", "《", "案例一", "移送", "党委、",
]  # fmt: skip


def test_worked_example() -> None:
    """The example of the field's facts gives the record that it should."""
    (case,) = read(EXAMPLE).cases
    row = as_json(case)
    assert row["heading"] == "柯城区恒通水务建设有限公司总经理董某某公车私用、接受可能影响公正执行公务的宴请问题"
    assert row["unit"].endswith("恒通水务建设有限公司")
    assert row["periods"] == [["2015", "2016"], ["2015", "2017"]]
    assert row["amounts"] == ["720元"]
    (subject,) = row["subjects"]
    assert (subject["name"], subject["kind"], subject["marker"]) == ("董某某", "person", "时任")
    assert (subject["post_then"], subject["post_now"]) == ("总经理", "总经理")
    (measure,) = subject["measures"]
    assert (measure["scale"], measure["grade"], measure["date"]) == ("党纪", "严重警告", "2021-05")


def test_every_field_carries_its_place() -> None:
    """Spans count in the source, not in what the rules see."""
    source = "　　" + EXAMPLE.replace("董某某", "董 某某")
    (case,) = read(source).cases
    for amount, (start, end) in zip(case.amounts, as_json(case)["spans"]["amounts"], strict=True):
        assert source[start:end] == amount.text
    measure = case.subjects[0].measures[0]
    assert source[slice(*measure.span)] == "党内严重警告处分" == measure.text


def test_a_bare_grade_has_no_scale_unless_the_text_decides_it() -> None:
    """警告 alone stands on two scales, and the reader says that it is unsure."""
    (case,) = read("1.某中学教师暴某某收受礼品问题。2020年12月，暴某某受到警告处分。").cases
    (measure,) = case.subjects[0].measures
    assert (measure.scale, measure.grade, measure.sure) == ("", "警告", "low")


def test_a_third_party_gets_nothing() -> None:
    """Measures go by name: the masked cashier of whom the last sentence speaks is no subject."""
    text = (
        "1.某公司员工金有年失职问题。2015年，金有年将公章交由出纳吉某使用，后吉某挪用公款（已另案处理）。"
        "金有年受到党内警告处分。"
    )
    (case,) = read(text).cases
    assert [subject.name.text for subject in case.subjects] == ["金有年"]


@pytest.mark.parametrize(
    ("facts", "unit", "post"),
    [
        ("2019年5月，局长王小山受到党内警告处分。", "永宁县环保局", "局长"),
        ("2019年5月，该局副局长王小山受到党内警告处分。", "永宁县环保局", "副局长"),
        ("县环保局仍安排局会计王小山入账。2019年5月，王小山受到党内警告处分。", "永宁县环保局", "会计"),
        ("2019年5月，县环保局给予县环保站站长王小山党内警告处分。", "县环保站", "站长"),
        ("2019年5月，河口镇财政所所长王小山受到党内警告处分。", "河口镇财政所", "所长"),
        ("2019年5月，柳街街道新民居委会主任王小山受到党内警告处分。", "柳街街道新民居委会", "主任"),
    ],
)
def test_who_somebody_was_is_told_with_the_whole_name_of_the_unit(facts: str, unit: str, post: str) -> None:
    (case,) = read(f"1.永宁县环保局违规发放慰问金问题。{facts}").cases
    (subject,) = as_json(case)["subjects"]
    assert (subject["unit"], subject["post_then"]) == (unit, post)
    assert as_json(case)["unit"].endswith(unit)


@pytest.mark.parametrize(
    ("heading", "region"),
    [
        ("龙汀县城市管理局局长", "龙汀县"), ("鹤乡县林业局局长", "鹤乡县"),
        ("江西省景德镇市瓷器局局长", "江西省景德镇市"),
        ("毛家嘴镇红旗闸村党支部书记", ""), ("鼓山街道社区卫生服务中心主任", ""),
    ],
)  # fmt: skip
def test_the_region_ends_where_the_unit_begins(heading: str, region: str) -> None:
    (case,) = read(f"1.{heading}王小山违规问题。2019年5月，王小山受到党内警告处分。").cases
    assert as_json(case)["region"] == region


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("figure", ASKED)
def test_figures(split: str, figure: str) -> None:
    """The figures that issue 6 asks for."""
    assert score(split).figure(figure) >= min(ASKED[figure], 0.99)


@pytest.mark.parametrize("figure", REACHED)
def test_units_and_offices_are_read_as_well_as_they_were(figure: str) -> None:
    found = score("official")
    assert found.counts[figure].read > 70
    assert found.figure(figure) >= REACHED[figure], found.faults


@pytest.mark.parametrize(
    "text",
    [
        "",
        "首页 机构概况 信息公开 审查调查 党纪法规 举报指南",
        "纪律是管党治党的戒尺。党内警告、严重警告、撤销党内职务、留党察看、开除党籍，是党纪处分的五个种类。要把纪律挺在前面。",
        "王小明 李大山 赵清和\n孙立 周正 吴越\n",
        "无关的文字。" * 60_000,
        "省扶贫办通报表扬3起产业扶贫典型案例：\n1.石盘县柳河镇建立合作社。\n2.云溪市农业局推广新品种。\n3.望江区教育局送教上门。",
        "县扶贫办对3起产业扶贫先进案例进行通报：\n石盘县柳河镇建立合作社。\n云溪市农业局推广新品种。\n望江区教育局送教上门。",
        "区委第一巡察组反馈了意见，现将整改情况公布：\n1.关于学习不深入问题。局党组书记组织学习，对3名党员进行批评教育。\n"
        "2.关于财务管理不规范问题。对财务人员进行谈话提醒，退回资金1.2万元。",
        "首页 审查调查 党内警告 诫勉 通报批评 局长信箱",
        "立案456件，处分321人，移送检察机关8人，诫勉谈话56人次，通报批评33人次。县纪委书记王小明介绍。",
        "县委组织部任命李大山为县农业局局长，免去王小明县农业局局长职务。以上同志试用期一年，从2023年3月起算。",
        "关于李大山等同志职务任免的通知\n经县委常委会研究，决定：\n1.任命李大山同志为县水利局局长；\n"
        "2.任命王小明同志为县农业农村局副局长；\n3.免去赵清和同志县水利局局长职务，退休。",
        "对第一次违反本规定者，进行诫勉谈话，责令写出书面检查。对单位主要负责人诫勉谈话，通报批评，有职务的一律免职。",
        "市纪委书记王小明介绍，截至2016年12月23日，全市处理4258人。市纪委副书记李大山要求，违规的一律给予警告以上处分。",
        "第十条 对党员的纪律处分种类：（一）警告；（二）严重警告。第十一条 对于党组织，应当予以改组。",
    ],
)
def test_what_is_no_notice_gives_no_case(text: str) -> None:
    """An essay, a menu, a table of names, a very long text."""
    assert read(text).cases == ()


@pytest.mark.parametrize("piece", PIECES)
def test_no_piece_runs_away(piece: str) -> None:
    """A second of the processor for 100 kB at most; five, for a slow machine."""
    text = (piece * 40_000)[:33_000]
    begun = process_time()
    read(text)
    assert process_time() - begun < 5


def test_many_announcements_take_no_more_for_each() -> None:
    """Ten times the text takes ten times the processor, not a hundred."""
    begun = process_time()
    read("市纪委通报了3起问题，\n某县王小山局\n" * 15_000)
    assert process_time() - begun < 30


SURNAMES, GIVEN = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗", "小山大河建国立新志明永福春生文海"
NAMES = [f"{surname}{GIVEN[at : at + 2]}" for at in range(0, len(GIVEN), 2) for surname in SURNAMES]


@pytest.mark.parametrize(
    ("opening", "item"),
    [
        ("1.某县中学教师违规补课问题。", "教师{}、"), ("1.某县水利局问题。", "县水利局站长{}，"),
        ("某县水利局副局长", "局长{}受到警告处分，"), ("市纪委对9起问题发出通报。\n", "某县{}局违规，"),
        ("", "市纪委通报了3起问题，{}"), ("", "市纪委通报了3起问题，\n某县{}局\n"),
    ],
)  # fmt: skip
def test_no_list_of_many_runs_away(opening: str, item: str) -> None:
    """The same of lists of many that differ from each other, in cases as long as one may be."""
    case = (opening + "".join(map(item.format, NAMES * 60)))[:8_000]
    begun = process_time()
    read((case + "\n2021年5月，王小山受到警告处分。\n") * 2)
    assert process_time() - begun < 5


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=60))
def test_any_text_is_read(pieces: list[str]) -> None:
    """Nothing raises, and every span lies within the source."""
    source = "".join(pieces)
    for case in read(source).cases:
        start, end = case.span
        assert 0 <= start <= end <= len(source)
        assert as_row(case)["heading"] is not None


def test_command_prints_json(tmp_path: Path) -> None:
    """`read_notice FILE --json` prints the list of cases, of a page as well as of text."""
    page = tmp_path / "notice.html"
    page.write_text(
        f"<html><body><nav>首页</nav><div id='zoom'><p>{EXAMPLE}</p></div><footer>版权</footer></body></html>", "utf-8"
    )
    out = StringIO()
    call_command("read_notice", page, json=True, stdout=out)
    (case,) = json.loads(out.getvalue())
    assert case["subjects"][0]["name"] == "董某某"


def test_command_says_what_is_no_notice(tmp_path: Path) -> None:
    """No case is no error."""
    path = tmp_path / "menu.txt"
    path.write_text("首页 概况 公开", "utf-8")
    out, err = StringIO(), StringIO()
    call_command("read_notice", path, json=True, stdout=out, stderr=err)
    assert json.loads(out.getvalue()) == []
    assert err.getvalue()


def test_command_refuses_what_cannot_be_read(tmp_path: Path) -> None:
    """A picture, a broken PDF or a file that is not there ends with 2."""
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing")
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 64)
    for path in (broken, picture, tmp_path / "missing.txt"):
        with pytest.raises(CommandError) as error:
            call_command("read_notice", path, json=True)
        assert error.value.returncode == 2


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_a_file_of_any_encoding_is_read(encoding: str, tmp_path: Path) -> None:
    """Marked, declared or not; and a text whose bytes were once read as Latin letters."""
    path = tmp_path / "notice.txt"
    path.write_bytes(EXAMPLE.encode(encoding))
    assert len(read(read_source(path)).cases) == 1
    path.write_text(EXAMPLE.encode("utf-8").decode("latin-1"), "utf-8")
    assert len(read(read_source(path)).cases) == 1


def test_what_is_given_to_nobody_by_name_is_given_to_nobody() -> None:
    """The unit of the heading is no stand-in for its officers."""
    text = (
        "1.松岭县民政局低保审核流于形式问题。2023年11月，松岭县民政局分管负责人受到党内警告处分，"
        "2名责任人受到诫勉处理。"
    )
    (case,) = read(text).cases
    assert [(subject.name.text, subject.kind, subject.measures) for subject in case.subjects] == [
        ("松岭县民政局", "organisation", ())
    ]
    assert [measure.grade for measure in case.unassigned] == ["警告", "诫勉"]


def test_a_text_without_its_stops_and_line_ends_is_read_alike() -> None:
    """Dots for stops, items without stops, lines broken within a number: the same measures and amounts."""
    decided = "1.给予王小山通报批评，并写出深刻检查\n2.给予李大河诫勉谈话"
    text = f"鉴于石盘村副主任王小山、会计李大河失职，骗取补助18.9万元，经2017年1月9日镇党委会议研究决定：\n{decided}"
    dotted = (
        "1.石盘村会计李大河套取补助3万元问题.2019年3月，李大河编造名册套取补助."
        "2020年5月，李大河受到党内警告处分.违纪款已退."
    )
    for source, amounts in ((text, ["18.9万元"]), (dotted, ["3万元"])):
        (case,) = read(source).cases
        assert [amount.text for amount in case.amounts] == amounts
        assert all(measure.date for subject in case.subjects for measure in subject.measures)
