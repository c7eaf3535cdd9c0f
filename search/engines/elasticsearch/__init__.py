"""Search on an Elasticsearch server or cluster, 8.19 or 9.x, without plugins, scripts or analysers of our own."""
