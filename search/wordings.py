"""For a poor answer: the same words in another way, where that finds something."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import opencc
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from search import corrections, parsing, service
from search.analysis import normalise
from search.results import Reading, SearchResults

_QUOTES = re.compile('["“”„「」『』]')


@dataclass(frozen=True, slots=True)
class Wording:
    """Other words for a search, and what they find."""

    reason: str | Promise
    text: str
    total: int
    address: str


def other_wordings(results: SearchResults) -> Iterator[Wording]:
    """Without quotation marks, without what was left out, in simplified words, by pinyin; filters stay as they are.

    For results that hold only some of the words, no other wording that is no better.
    """
    query = results.query
    tried = {query.text, ""}
    for reason, text in _candidates(query.text):
        if text in tried:
            continue
        tried.add(text)
        asked = replace(query, text=text, page=1)
        found = service.search(replace(asked, page_size=1))
        if found.total and (not results.total or found.reading is Reading.EXACT):
            yield Wording(reason, text, found.total, "?" + asked.address)


def _candidates(text: str) -> Iterator[tuple[str | Promise, str]]:
    yield _("without quotation marks"), parsing.clean(_QUOTES.sub(" ", text))
    terms = parsing.parse(text)
    wanted = [term for term in terms if not term.excluded]
    if len(wanted) < len(terms):
        yield (
            _("without the words to leave out"),
            " ".join(f'"{term.text}"' if term.quoted else term.text for term in wanted),
        )
    # Single characters are converted by every search; here whole words of Taiwan and Hong Kong are.
    simplified = parsing.clean(_converter().convert(text))
    if normalise(simplified) != normalise(text):
        yield _("in simplified Chinese"), simplified
    letters = [term.text for term in wanted]
    if len(letters) > 1 and all(word.isascii() and word.isalpha() for word in letters):
        for found in corrections.corrections("".join(letters)):
            yield _("by pinyin"), found


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("tw2sp")
