"""What it adds up to: dashboards, statistics, open data."""
