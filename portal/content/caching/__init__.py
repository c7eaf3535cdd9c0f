"""Public pages kept on the server: made once after a change, then answered without rendering.

`keys` says which requests may be answered so, `middleware` answers them, `entries` is what is kept. Every change of
anything that readers see renews the stamp in the database in its own transaction (`purging`), and an entry holds only
as long as the stamp it was made under: no process ever shows what another one has taken down.
"""
