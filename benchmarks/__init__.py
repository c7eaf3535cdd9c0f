"""What the README's figures were measured with: `make bench`, or `python -m benchmarks <name> …`."""
