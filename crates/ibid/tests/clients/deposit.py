"""Reads batches of deposits and prints each element of their bodies: what stands in what order.

Where the package that brings the registry's schema is installed, each batch is held against it. Its
assertions are of XML Schema 1.1, which the reader does not know, and are taken out first.
"""

import importlib.util
import json
import sys
from pathlib import Path

from lxml import etree

CROSSREF = "{http://www.crossref.org/schema/5.5.0}"
FOUND = importlib.util.find_spec("commonmeta")
FOLDERS = ["", "standard-modules", "standard-modules/mathml3"]


class Local(etree.Resolver):
    def __init__(self, root):
        super().__init__()
        self.root = root

    def resolve(self, url, public, context):
        name = url.rsplit("/", 1)[-1]
        files = (self.root / folder / name for folder in FOLDERS)
        return self.resolve_filename(str(next(file for file in files if file.exists())), context)


def schema():
    root = Path(FOUND.submodule_search_locations[0]) / "resources" / "crossref"
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local(root))
    tree = etree.parse(root / "crossref5.5.0.xsd", parser)
    for one in list(tree.iter("{http://www.w3.org/2001/XMLSchema}assert")):
        one.getparent().remove(one)
    return etree.XMLSchema(tree)


def first(element, path):
    found = element.find(".//" + CROSSREF + path)
    return None if found is None else "".join(found.itertext())


judge = schema() if FOUND else None
if judge is None:
    print("the registry's schema is not installed: order and names alone are looked at", file=sys.stderr)
for path in sys.argv[1:]:
    batch = etree.parse(path, etree.XMLParser(no_network=True)).getroot()
    for error in [] if judge is None or judge.validate(batch) else judge.error_log:
        print(json.dumps({"complaint": f"{path}:{error.line}: {error.message}"}))
    assert [it.tag for it in batch] == [CROSSREF + "head", CROSSREF + "body"]
    head = {etree.QName(it).localname: (it.text or "").strip() for it in batch[0].iter()}
    for work in batch[1]:
        people = work.iter(CROSSREF + "person_name", CROSSREF + "organization")
        found = {
            "type": etree.QName(work).localname,
            "head": head,
            "doi": first(work, "doi"),
            "resource": first(work, "resource"),
            "titles": [it.text for it in work.iter(CROSSREF + "title")],
            "original": first(work, "original_language_title"),
            "people": [" ".join(part.text for part in it.iter() if (part.text or "").strip()) for it in people],
            "year": first(work, "year"),
            "issn": first(work, "issn"),
        }
        print(json.dumps(found))
