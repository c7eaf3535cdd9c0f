"""The public list of changes: what was added, corrected, masked or withdrawn, and when.

`ledger` writes it, in the transaction of the change; `views` and `feeds` show it.
"""
