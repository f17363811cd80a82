"""Harvests with a library from PyPI and prints each record it understood, as a line of JSON.

oai.py sickle|pyoai URL VERB [NAME=VALUE...]
"""

import json
import sys

client, url, verb, *rest = sys.argv[1:]
arguments = dict(pair.split("=", 1) for pair in rest)
seconds = "%Y-%m-%dT%H:%M:%SZ"


def say(**values):
    print(json.dumps(values))


def with_sickle():
    from sickle import Sickle

    asked = getattr(Sickle(url, timeout=60), verb)(**arguments)
    if verb == "Identify":
        return say(name=asked.repositoryName, granularity=asked.granularity, earliest=asked.earliestDatestamp)
    for it in asked:
        if verb == "ListSets":
            say(set=it.setSpec, name=it.setName)
        elif verb == "ListMetadataFormats":
            say(prefix=it.metadataPrefix, schema=it.schema, namespace=it.metadataNamespace)
        else:
            head = it if verb == "ListIdentifiers" else it.header
            metadata = None if verb == "ListIdentifiers" or it.deleted else it.metadata
            told(head.identifier, head.datestamp, head.deleted, head.setSpecs, metadata)


def with_pyoai():
    """It asks by POST."""
    from lxml import etree

    # Its last release is older than the lxml that dropped this name of the call.
    class Evaluator:
        def __init__(self, *arguments, **named):
            self.evaluate = etree.XPathElementEvaluator(*arguments, **named)

    etree.XPathEvaluator = Evaluator
    from oaipmh.client import Client
    from oaipmh.metadata import MetadataRegistry, oai_dc_reader

    registry = MetadataRegistry()
    registry.registerReader("oai_dc", oai_dc_reader)
    asked = getattr(Client(url, registry), verb[0].lower() + verb[1:])(**arguments)
    if verb == "Identify":
        earliest = asked.earliestDatestamp().strftime(seconds)
        return say(name=asked.repositoryName(), granularity=asked.granularity(), earliest=earliest)
    for it in asked:
        if verb == "ListSets":
            say(set=it[0], name=it[1])
        elif verb == "ListMetadataFormats":
            say(prefix=it[0], schema=it[1], namespace=it[2])
        else:
            head, metadata = (it, None) if verb == "ListIdentifiers" else (it[0], it[1])
            metadata = metadata and metadata.getMap()
            told(head.identifier(), head.datestamp().strftime(seconds), head.isDeleted(), head.setSpec(), metadata)


def told(identifier, datestamp, deleted, sets, metadata):
    title = ((metadata or {}).get("title") or [None])[0]
    people = (metadata or {}).get("creator") or []
    say(identifier=identifier, datestamp=datestamp, deleted=deleted, sets=sets, title=title, people=people)


{"sickle": with_sickle, "pyoai": with_pyoai}[client]()
