from tests.search.conftest import built, embedded, search_dir, tag_source

__all__ = ["built", "embedded", "search_dir", "tag_source"]
