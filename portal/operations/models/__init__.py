from portal.operations.models.beats import WorkerBeat
from portal.operations.models.jobs import JobRun

__all__ = ["JobRun", "WorkerBeat"]
