"""Holds a file of MODS against the schema of MODS 3.4 that eulxml brings, and prints each record.

What 3.7 added is taken off first: the number of the version, and identifiers of names.
"""

import importlib.util
import json
import sys
from pathlib import Path

from lxml import etree

MODS = "{http://www.loc.gov/mods/v3}"
SCHEMAS = Path(importlib.util.find_spec("eulxml").origin).parent / "schema_data"
XML = (
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    ' targetNamespace="http://www.w3.org/XML/1998/namespace">'
    '<xs:attribute name="lang" type="xs:language"/></xs:schema>'
)


class Local(etree.Resolver):
    def resolve(self, url, public, context):
        name = url.rsplit("/", 1)[-1]
        if name == "xml.xsd":
            return self.resolve_string(XML, context)
        return self.resolve_filename(str(SCHEMAS / name), context)


def texts(element, path):
    found = element.findall("/".join(MODS + step if step[0].isalpha() else step for step in path.split()))
    return [one.text or "" for one in found]


def names(element, role):
    found = []
    for name in element.findall(MODS + "name"):
        if texts(name, "role roleTerm") == [role]:
            parts = {part.get("type"): part.text for part in name.findall(MODS + "namePart")}
            order = ["given", None, "family", "termsOfAddress"]
            said = {"name": " ".join(parts[it] for it in order if it in parts), "type": name.get("type")}
            found.append(said)
    return found


parser = etree.XMLParser(no_network=True)
parser.resolvers.add(Local())
schema = etree.XMLSchema(etree.parse(SCHEMAS / "mods-3-4.xsd", parser))
tree = etree.parse(sys.argv[1], etree.XMLParser(no_network=True, huge_tree=True))
records = tree.findall(MODS + "mods")
for mods in records:
    assert mods.get("version") == "3.7"
    mods.set("version", "3.4")
for identifier in list(tree.iter(MODS + "nameIdentifier")):
    identifier.getparent().remove(identifier)
if not schema.validate(tree):
    for error in schema.error_log:
        print(json.dumps({"complaint": f"{error.line}: {error.message}"}))
for mods in records:
    hosts = [it for it in mods.findall(MODS + "relatedItem") if it.get("type") == "host"]
    said = {
        "handle": texts(mods, "recordInfo recordIdentifier")[0],
        "title": texts(mods, "titleInfo title")[0],
        "author": names(mods, "aut"),
        "editor": names(mods, "edt") + [name for host in hosts for name in names(host, "edt")],
        "abstract": "".join(texts(mods, "abstract")),
        "year": "".join(texts(mods, "originInfo dateIssued"))[:4],
        "url": "".join(texts(mods, "location url")[:1]),
        "doi": "".join(it.text for it in mods.findall(MODS + "identifier") if it.get("type") == "doi"),
    }
    print(json.dumps(said))
