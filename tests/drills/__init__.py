"""Real servers and real processes are killed here, and nothing may be lost. Run by themselves: ``pytest -m drill``."""
