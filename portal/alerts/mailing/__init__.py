"""From hits to mails, and from mails to a mail server.

`collecting` makes mails of hits, each hit in one mail; `composing` writes them when they go out; `delivery` sends them;
`returned` reads what comes back.
"""
