"""The keys of a row, and the column headings that stand for them."""

import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext as _

from portal.notices.importing.rows import UnusableFile

KEYS = (
    "title", "url", "date", "document_number", "unit", "region", "summary", "body", "kind", "scope", "violations",
    "forms", "keywords", "audience", "valid_from", "valid_to", "cases", "correction",
)  # fmt: skip

_CHINESE = {
    "title": "标题 名称 通报标题 文件标题",
    "url": "来源地址 网址 链接 原文链接 地址",
    "date": "日期 发布日期 发布时间 公开日期",
    "document_number": "文号 发文字号 发文文号 文件编号",
    "unit": "单位 发文单位 发布单位 发文机关 发布机构 来源",
    "region": "地区 区域 所属地区 行政区划",
    "summary": "摘要 概要 内容摘要",
    "body": "正文 内容 全文",
    "kind": "类型 种类 类别",
    "scope": "范围 公开范围 公开方式",
    "violations": "违纪类型 违纪行为 违规类型 问题类型",
    "forms": "问责方式 处理方式 问责形式",
    "keywords": "关键词 关键字 主题词",
    "audience": "发送单位 知悉范围 阅读单位",
    "valid_from": "有效期起 生效日期 起始日期",
    "correction": "更正说明 更正内容",
    "valid_to": "有效期止 失效日期 截止日期",
}
_KEY_OF = {name: key for key, names in _CHINESE.items() for name in names.split()} | {key: key for key in KEYS}


def key_of(heading: str) -> str:
    """The key behind a column heading; a heading that stands for none is given back as it is."""
    plain = "".join(unicodedata.normalize("NFKC", heading).split()).strip("\ufeff*:").lower().replace("-", "_")
    return _KEY_OF.get(plain, heading.strip())


def is_heading_row(cells: Iterable[str]) -> bool:
    """Whether the cells look like headings: one of them stands for the title."""
    return "title" in {key_of(cell) for cell in cells}


def keys_of(cells: Iterable[str]) -> list[str]:
    """The key of each column; empty for columns without a heading.

    Raises `UnusableFile` when there is no title column or a key comes twice.
    """
    keys = [key_of(cell) if cell.strip() else "" for cell in cells]
    if "title" not in keys:
        raise UnusableFile(_("The first row holds no heading “title” or “标题”."))
    twice = sorted({key for key in keys if key and keys.count(key) > 1})
    if twice:
        raise UnusableFile(_("Several columns stand for the same key: %(keys)s.") % {"keys": ", ".join(twice)})
    return keys
