"""What protects people on both sides of a tip: approvals that the rules demand, measures for who reports."""
