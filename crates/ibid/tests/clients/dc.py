"""Reads a file of Dublin Core and prints each record, each element as a list of its texts."""

import json
import sys

from lxml import etree

OAI = "{http://www.openarchives.org/OAI/2.0/oai_dc/}"
DC = "{http://purl.org/dc/elements/1.1/}"
ELEMENTS = (
    "title creator subject description publisher contributor date type format identifier source language"
    " relation coverage rights"
).split()

for record in etree.parse(sys.argv[1], etree.XMLParser(no_network=True, huge_tree=True)).getroot():
    said = {"complaint": None if record.tag == OAI + "dc" else record.tag}
    for element in record:
        name = element.tag.removeprefix(DC)
        if name not in ELEMENTS or len(element):
            said["complaint"] = element.tag
        said.setdefault(name, []).append(element.text)
    print(json.dumps(said))
