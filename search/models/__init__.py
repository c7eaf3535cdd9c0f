from search.models.outbox import OutboxEntry, SearchConsumer
from search.models.suggestions import SuggestedDocument, SuggestionGeneration, SuggestionKey, Word

__all__ = ["OutboxEntry", "SearchConsumer", "SuggestedDocument", "SuggestionGeneration", "SuggestionKey", "Word"]
