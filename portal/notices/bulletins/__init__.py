"""The workshop of quarterly bulletins: compiling, typing, freezing, showing and downloading their figures."""
