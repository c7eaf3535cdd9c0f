"""The admin of cases and of the official lists."""
