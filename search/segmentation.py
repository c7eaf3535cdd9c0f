"""Words of a question. Documents are never segmented: what the dictionary does not know would be lost."""

import rjieba

from search.analysis import is_han, runs

#: Words that carry no meaning of their own in a question; alone they are searched like any other.
_EMPTY = frozenset(
    (
        "的",
        "了",
        "和",
        "与",
        "及",
        "或",
        "在",
        "是",
        "被",
        "把",
        "对",
        "等",
        "为",
        "之",
        "其",
        "于",
        "有",
        "吗",
        "呢",
        "吧",
    )
    + ("么", "啊", "个", "这", "那", "以", "并", "又", "就", "都", "而", "从", "向", "给", "让", "由", "到", "至", "中")
    + ("什么", "哪些", "哪个", "谁", "怎么", "怎样", "如何", "多少", "为什么", "是否", "有没有", "关于", "以及", "有关")
    + ("因为", "所以", "the", "a", "an", "of", "and", "or", "in", "on", "to", "for")
)


def words(normalised: str) -> tuple[str, ...]:
    """The words of a normalised text in order, without empty ones, unless nothing else is there."""
    found: list[str] = []
    for run in runs(normalised):
        found.extend(rjieba.cut(run) if is_han(run) else (run,))
    meaningful = tuple(word for word in found if word not in _EMPTY)
    return meaningful or tuple(found)
