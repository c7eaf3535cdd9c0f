"""The open data: what is public on this site as data, record by record (`/api/v1/`) or whole (`/open-data/`).

`sets` says what there is and is the only reader of tables here; `api` pages through it, `writing` makes files of it.
Everything comes through the rooms that pages and search read from, so that no rule about names or visibility is here.
"""
