from search.models.outbox import OutboxEntry, SearchConsumer
from search.models.promotions import PromotedResult
from search.models.statistics import QueryCount
from search.models.suggestions import SuggestedDocument, SuggestionGeneration, SuggestionKey, Word
from search.models.synonyms import SynonymGroup

__all__ = [
    "OutboxEntry",
    "PromotedResult",
    "QueryCount",
    "SearchConsumer",
    "SuggestedDocument",
    "SuggestionGeneration",
    "SuggestionKey",
    "SynonymGroup",
    "Word",
]
