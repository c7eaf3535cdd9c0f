"""Which indexes are kept in step: the engines of this installation and the suggestions, by name."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.conf import settings
from django.db.models import Max, QuerySet
from django.utils import timezone

from search.engines import registry
from search.engines.base import Build, Index, SearchEngine
from search.locks import Busy, changing_registry, only_one
from search.models import OutboxEntry, SearchConsumer
from search.suggestions import SuggestionIndex

Kind = SearchConsumer.Kind

SUGGESTIONS = "suggestions"
#: Another machine's embedded index that was not heard of for so long is forgotten; it is rebuilt if it comes back.
FORGOTTEN_AFTER = timedelta(days=7)


class UnknownConsumer(LookupError):
    """No index of this name is configured here."""


class Target:
    """An index of this installation and the consumer that feeds it."""

    def __init__(self, name: str, kind: str, index: SearchEngine | SuggestionIndex) -> None:
        #: The name of the consumer, unique over all machines that share the database.
        self.name = name
        self.kind = kind
        self.index: Index = index
        self.ready: Callable[[], bool] = index.ready
        self.begin_build: Callable[[], Build] = index.begin_build

    @property
    def in_process(self) -> bool:
        """Whether it is applied in the writer's own process, right after the commit."""
        return self.kind != Kind.ELASTICSEARCH

    @property
    def lock(self) -> str:
        """The lock of those who write into the index."""
        return f"apply {self.name}"

    @property
    def build_name(self) -> str:
        """The consumer of an index being built aside; also the lock of those who build."""
        return f"{self.name} build"


def targets() -> tuple[Target, ...]:
    """Every index that this machine keeps, those that are applied at once first."""
    found = [Target(_consumer_name(engine.name), engine.name, engine) for engine in registry.engines()]
    found.append(Target(SUGGESTIONS, Kind.SUGGESTIONS, SuggestionIndex()))
    return tuple(sorted(found, key=lambda target: (not target.in_process, target.name)))


def target_by_name(name: str) -> Target:
    """The index of an engine's or a consumer's name; `UnknownConsumer` when there is none."""
    for target in targets():
        if name in {target.name, target.kind}:
            return target
    raise UnknownConsumer(name)


def _consumer_name(engine: str) -> str:
    # Elasticsearch is shared by all machines; each has an embedded index of its own.
    return engine if engine == Kind.ELASTICSEARCH else f"{engine}:{settings.SEARCH_INSTANCE}"


def ensure() -> None:
    """Register every index of this machine, and forget an Elasticsearch that is not configured any more."""
    wanted = {target.name: target.kind for target in targets()}
    present = dict(SearchConsumer.objects.values_list("name", "kind"))
    dropped = [name for name, kind in present.items() if kind == Kind.ELASTICSEARCH and name not in wanted]
    if wanted.keys() <= present.keys() and not dropped:
        return
    with changing_registry():
        _remove(SearchConsumer.objects.filter(name__in=dropped))
        for name, kind in wanted.items():
            SearchConsumer.objects.get_or_create(name=name, defaults={"kind": kind})


def start_build(target: Target) -> int:
    """Register the index being built aside; the id of the last entry that the build covers by itself."""
    ensure()
    with changing_registry():
        _remove(SearchConsumer.objects.filter(name=target.build_name))
        SearchConsumer.objects.create(name=target.build_name, kind=Kind.BUILD)
        return OutboxEntry.objects.aggregate(last=Max("id"))["last"] or 0


def finish_build(target: Target, covered: int) -> None:
    """The index that was built answers now: what it covers is done."""
    with changing_registry():
        _remove(SearchConsumer.objects.filter(name=target.build_name))
        consumer = SearchConsumer.objects.get(name=target.name)
        consumer.entries.filter(pk__lte=covered).delete()
        now = timezone.now()
        SearchConsumer.objects.filter(pk=consumer.pk).update(
            rebuilt_at=now, applied_at=now, attempts=0, last_error="", retry_at=None
        )


def abandon_build(target: Target) -> None:
    """Forget an index that was not finished."""
    with changing_registry():
        _remove(SearchConsumer.objects.filter(name=target.build_name))


def sweep() -> None:
    """Forget what nobody builds any more, and machines that are gone: their entries would pile up."""
    for consumer in _left_over():
        try:
            # A living build holds this lock.
            with only_one(consumer.name), changing_registry():
                _remove(SearchConsumer.objects.filter(pk=consumer.pk))
        except Busy:
            continue


def _left_over() -> Iterator[SearchConsumer]:
    own = {target.name for target in targets()}
    for consumer in SearchConsumer.objects.all():
        oldest = consumer.entries.order_by("id").values_list("created_at", flat=True).first()
        is_silent = oldest is not None and oldest < timezone.now() - FORGOTTEN_AFTER
        is_other_machine = consumer.kind == Kind.EMBEDDED and consumer.name not in own
        if consumer.kind == Kind.BUILD or (is_other_machine and is_silent):
            yield consumer


def _remove(consumers: QuerySet[SearchConsumer]) -> None:
    OutboxEntry.objects.filter(consumer__in=consumers.values("pk")).delete()
    consumers.delete()
