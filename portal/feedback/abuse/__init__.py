"""Signs that something came in a flood or from a program. They sort the queue; they refuse nobody."""
