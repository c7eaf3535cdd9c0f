"""One short hash over all of a document that is indexed, so that drift shows without comparing texts."""

from hashlib import blake2b

from search.documents import SearchDocument


def fingerprint(document: SearchDocument) -> str:
    """24 characters; equal when, and only when, the same would be indexed. Does not depend on the analyser."""
    parts = [
        document.key,
        str(document.number),
        document.kind,
        document.title,
        document.url,
        document.date.isoformat(),
        document.unit,
        document.body,
    ]
    for name in sorted(document.facets):
        if document.facets[name]:
            parts += ["", name, *document.facets[name]]
    digest = blake2b(digest_size=12)
    for part in parts:
        text = part.encode(errors="surrogatepass")
        digest.update(b"%d:%b" % (len(text), text))
    return digest.hexdigest()
