"""Files that citizens hand in: told by their content, kept sealed as they came, shown to staff as cleaned copies."""
