"""How far behind the work is, as `/readyz` tells it, in the form of Prometheus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from portal.operations.readiness import readiness


class StateCollector(Collector):
    """Every number and every yes or no of the answer of ``/readyz``; asked when the figures are."""

    def collect(self) -> Iterator[Metric]:
        """One gauge for each kind of number."""
        details = readiness().details
        gauges: dict[str, GaugeMetricFamily] = {}
        for part, value in details.items():
            if isinstance(value, dict):
                _add_entries(gauges, part, value)
            elif isinstance(value, bool | int | float):
                yield GaugeMetricFamily(f"sunlight_{part}", f"{part} of /readyz", value=float(value))
        yield from gauges.values()


def _add_entries(gauges: dict[str, GaugeMetricFamily], part: str, entries: dict[str, Any]) -> None:
    for name, entry in entries.items():
        fields = entry.items() if isinstance(entry, dict) else [("", entry)]
        for field, number in fields:
            if isinstance(number, bool | int | float):
                key = "_".join(filter(None, ("sunlight", part, field)))
                described = f"{field or part} of {part} in /readyz"
                gauge = gauges.setdefault(key, GaugeMetricFamily(key, described, labels=["name"]))
                gauge.add_metric([name], float(number))
