"""What a receipt opens: the status in plain words, the talk with the office, and what the citizen may still do."""
