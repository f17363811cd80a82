"""Reads a file of Dublin Core and prints each record, each element as a list of its texts.

Each is held against the schema of oai_dc that eulxml brings; what that takes from elsewhere, the fifteen
elements, is said here.
"""

import importlib.util
import json
import sys
from pathlib import Path

from lxml import etree

OAI = "{http://www.openarchives.org/OAI/2.0/oai_dc/}"
DC = "{http://purl.org/dc/elements/1.1/}"
SCHEMAS = Path(importlib.util.find_spec("eulxml").origin).parent / "schema_data"
HEAD = (
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified"'
    ' targetNamespace="{}"{}>'
)
XML = (
    HEAD.format("http://www.w3.org/XML/1998/namespace", "")
    + '<xs:attribute name="lang" type="xs:language"/></xs:schema>'
)
NAMES = (
    "title creator subject description publisher contributor date type format identifier source language"
    " relation coverage rights"
)
ELEMENTS = (
    HEAD.format(DC[1:-1], f' xmlns="{DC[1:-1]}"')
    + '<xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="xml.xsd"/>'
    + '<xs:complexType name="text"><xs:simpleContent><xs:extension base="xs:string">'
    + '<xs:attribute ref="xml:lang"/></xs:extension></xs:simpleContent></xs:complexType>'
    + "".join(f'<xs:element name="{name}" type="text"/>' for name in NAMES.split())
    + "</xs:schema>"
)


class Local(etree.Resolver):
    def resolve(self, url, public, context):
        return self.resolve_string(XML if url.endswith("xml.xsd") else ELEMENTS, context)


def schema():
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    # The file itself is asked of the resolver too, unless it is handed over.
    return etree.XMLSchema(etree.fromstring((SCHEMAS / "oai_dc.xsd").read_bytes(), parser))
dc = schema()
for record in etree.parse(sys.argv[1], etree.XMLParser(no_network=True, huge_tree=True)).getroot():
    # A record alone, as harvesters get it.
    alone = etree.fromstring(etree.tostring(record))
    good = record.tag == OAI + "dc" and dc.validate(alone)
    said = {"complaint": None if good else f"{record.tag}: {dc.error_log.last_error}"}
    for element in record:
        said.setdefault(element.tag.removeprefix(DC), []).append(element.text)
    print(json.dumps(said))
