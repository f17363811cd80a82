"""Reads a .bib file with pybtex, names taken apart by it, and prints each entry."""

import json
import sys

import pybtex.database
from latex import plain


def name(person):
    parts = [person.first_names, person.middle_names, person.prelast_names, person.last_names]
    words = [word for part in parts for word in part] + person.lineage_names
    return {"family": plain(" ".join(person.last_names)), "name": plain(" ".join(words))}


for key, entry in pybtex.database.parse_file(sys.argv[1], bib_format="bibtex").entries.items():
    fields = {field.lower(): value for field, value in entry.fields.items()}
    said = {field: plain(value) for field, value in fields.items() if field not in ("url", "doi")}
    said.update({field: fields[field] for field in ("url", "doi") if field in fields})
    said.update({"key": key, "type": entry.type, "raw": fields})
    for role, persons in entry.persons.items():
        said[role] = [name(person) for person in persons]
    print(json.dumps(said))
