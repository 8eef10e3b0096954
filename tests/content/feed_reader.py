"""Feeds as a reader program sees them."""

from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"


def read(client, address, **headers):
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content)


def entries(client, address):
    return list(read(client, address).iter(f"{ATOM}entry"))


def titles(client, address):
    return [entry.findtext(f"{ATOM}title") for entry in entries(client, address)]


def faults(feed):
    """What RFC 4287 asks of a feed and of each of its entries."""
    found = [name for name in ("id", "title", "updated") if not feed.findtext(f"{ATOM}{name}")]
    if not feed.findtext(f"{ATOM}author/{ATOM}name"):
        found.append("author")
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    if len(ids) != len(set(ids)):
        found.append("an id stands twice")
    for entry in feed.iter(f"{ATOM}entry"):
        for name in ("id", "title", "updated", "summary"):
            if not (entry.findtext(f"{ATOM}{name}") or "").strip():
                found.append(f"entry without {name}")
        if not entry.findtext(f"{ATOM}id").startswith("urn:uuid:"):
            found.append("an id is an address, which may change")
    return found
