"""The vocabulary counts documents, whatever happens to them and in whatever pieces they are written."""

from dataclasses import replace
from datetime import date

import pytest

from search import suggestions
from search.consumers import Target
from search.documents import SearchDocument
from search.models import SuggestedDocument, SuggestionKey, Word
from search.suggestions import SuggestionBuild, SuggestionIndex, suggest
from search.suggestions_writing import DocumentWriter

pytestmark = pytest.mark.django_db

DOCUMENT = SearchDocument(
    key="tag:1", number=1, kind="case", title="公款旅游通报", url="/tags/1/", date=date(2026, 1, 1), body="礼金，津贴。"
)


def words() -> dict[str, int]:
    return dict(Word.objects.values_list("text", "documents"))


def test_a_changed_body_keeps_the_row_and_what_is_typed_for_its_title(built: tuple[Target, ...]) -> None:
    index = SuggestionIndex()
    index.upsert([DOCUMENT])
    stored, keys = SuggestedDocument.objects.get().pk, set(SuggestionKey.objects.values_list("pk", flat=True))
    index.upsert([replace(DOCUMENT, body="礼金，补贴。")])
    assert SuggestedDocument.objects.get().pk == stored
    assert set(SuggestionKey.objects.values_list("pk", flat=True)) == keys
    assert words() == {"公款": 1, "旅游": 1, "通报": 1, "礼金": 1, "补贴": 1}


def test_a_changed_title_is_typed_in_its_new_way(built: tuple[Target, ...]) -> None:
    index = SuggestionIndex()
    index.upsert([DOCUMENT])
    index.upsert([replace(DOCUMENT, title="公车私用", date=date(2025, 5, 5))])
    assert suggest("旅游") == ()
    assert suggest("gongche")[0].text == "公车私用"
    assert SuggestedDocument.objects.get().date == date(2025, 5, 5)


@pytest.mark.parametrize("held", [0, 100])
def test_a_build_counts_in_pieces(built: tuple[Target, ...], monkeypatch: pytest.MonkeyPatch, held: int) -> None:
    monkeypatch.setattr(suggestions, "_MOST_WORDS", held)
    build: SuggestionBuild = SuggestionIndex().begin_build()
    build.add([DOCUMENT, replace(DOCUMENT, key="tag:2", title="通报")])
    build.add([replace(DOCUMENT, key="tag:3", title="", body="津贴")])
    build.delete(["tag:2", "tag:9"])
    build.activate()
    assert words() == {"公款": 1, "旅游": 1, "通报": 1, "礼金": 1, "津贴": 2}


def test_what_a_failed_batch_took_back_is_not_counted(
    built: tuple[Target, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: DocumentWriter, titles: object) -> None:
        raise ValueError("half-way")

    build = SuggestionIndex().begin_build()
    with monkeypatch.context() as patch:
        patch.setattr(DocumentWriter, "_add_titles", broken)
        with pytest.raises(ValueError, match="half-way"):
            build.add([DOCUMENT])
    build.add([DOCUMENT])
    build.activate()
    assert set(words().values()) == {1}
