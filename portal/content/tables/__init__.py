"""Tables as files: CSV in two encodings, Excel, JSON. Knows nothing of what the tables are about."""
