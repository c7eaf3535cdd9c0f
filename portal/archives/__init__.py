"""What is on record of a unit: one timeline over all that other apps registered."""
