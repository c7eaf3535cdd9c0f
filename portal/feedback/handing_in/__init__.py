"""How a citizen hands in a tip or an inquiry: what to know first, named or anonymous, one form, and the receipt."""
