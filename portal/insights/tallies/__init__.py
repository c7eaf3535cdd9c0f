"""The counts of published cases, kept summed up: `contributions` says what a case adds, `keeping` adds and takes it,
`asking` sums up what is asked.

Counting 200,000 measures anew for each reader takes seconds, so sums are kept by quarter, unit, region and code. They
follow the cases by the same events as search does, in the writer's process right after the commit, or by the worker.
A change adds lines that say "one less here, one more there" and never touches what is there: nobody waits for anybody.
The worker puts the lines together again each night.
"""
