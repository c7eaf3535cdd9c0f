"""The statistics of published cases, a function each; `registering` hands them to the registry with all others."""
