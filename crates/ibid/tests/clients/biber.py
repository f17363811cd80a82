"""Runs biber over a .bib file and prints what it understood, and what it complained about."""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from latex import plain
from lxml import etree

NS = {"b": "http://biblatex-biber.sourceforge.net/biblatexml"}


def name(element):
    parts = {
        part.get("type"): plain(" ".join(part.itertext()))
        for part in element.findall("b:namepart", NS)
    }
    order = ["given", "prefix", "family", "suffix"]
    return {"family": parts.get("family", ""), "name": " ".join(parts[it] for it in order if it in parts)}


with tempfile.TemporaryDirectory() as folder:
    out = Path(folder) / "out.bltxml"
    command = ["biber", "--tool", "--nolog", "--output-format=biblatexml", f"--output-file={out}"]
    said = subprocess.run([*command, sys.argv[1]], capture_output=True, text=True, cwd=folder)
    if said.returncode != 0:
        sys.exit(said.stdout)
    for line in said.stdout.splitlines():
        if re.match(r"(WARN|ERROR)", line) and "ISBN" not in line:
            print(json.dumps({"complaint": line}))
    for entry in etree.parse(out, etree.XMLParser(huge_tree=True)).iterfind("b:entry", NS):
        read = {"key": entry.get("id"), "type": entry.get("entrytype")}
        for field in entry:
            tag = etree.QName(field).localname
            if tag == "names":
                read[field.get("type")] = [name(one) for one in field.findall("b:name", NS)]
            else:
                text = "".join(field.itertext())
                read[tag] = text if tag in ("url", "doi") else plain(text)
        print(json.dumps(read))
