from portal.operations.models.jobs import JobRun

__all__ = ["JobRun"]
