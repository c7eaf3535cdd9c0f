"""How staff sign in: second factor, lock-out, limits of a session."""
