"""Reads feeds with feedparser and prints what it understood, a line a feed; with an address already read
and its tag, whether it is sent again; and whether it has a date."""

import json
import sys

import feedparser


def entry(it):
    return {
        "id": it.get("id"),
        "link": it.get("link"),
        "title": it.get("title"),
        "summary": it.get("summary"),
        "authors": [author.get("name") for author in it.get("authors", [])],
        "author": it.get("author"),
        "tags": [[tag.get("term"), tag.get("scheme"), tag.get("label")] for tag in it.get("tags", [])],
        "published": list(it["published_parsed"][:6]) if it.get("published_parsed") else None,
        "updated": list(it["updated_parsed"][:6]) if it.get("updated_parsed") else None,
        "start": it.get("ev_startdate"),
        "place": it.get("ev_location"),
    }


for address in sys.argv[1:]:
    feed = feedparser.parse(address)
    again = feedparser.parse(address, etag=feed.get("etag"))
    print(json.dumps({
        "bozo": bool(feed.bozo),
        "why": str(feed.get("bozo_exception", "")),
        "status": feed.get("status"),
        "version": feed.version,
        "title": feed.feed.get("title"),
        "links": [[it.get("rel"), it.get("type"), it.get("href")] for it in feed.feed.get("links", [])],
        "again": again.get("status"),
        "dated": "modified" in feed,
        "entries": [entry(it) for it in feed.entries],
    }))
