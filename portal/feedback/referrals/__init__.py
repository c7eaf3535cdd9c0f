"""A submission in the hands of units: referred, read, answered, reviewed, sent back. Never to whom it accuses."""
