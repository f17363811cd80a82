"""Keeps a copy of a catalogue by its dumps: `dump.py ADDRESS STATE`.

STATE is a file that remembers the copy. Without it everything is fetched, with it only what changed since.
Files are checked against the manifest and read by zstandard; each is fetched in two parts, as after a broken
connection. Prints one JSON line: what was taken, the position, and title by handle.
"""

import hashlib
import io
import json
import os
import sys
import urllib.request

import zstandard

address, state_file = sys.argv[1:3]


def get(name, **headers):
    request = urllib.request.Request(address + name, headers=headers)
    with urllib.request.urlopen(request) as answer:
        return answer.status, answer.read()


def lines(listed):
    half = listed["bytes"] // 2
    status, first = get(listed["name"], Range=f"bytes=0-{half - 1}")
    assert status == 206, status
    status, second = get(listed["name"], Range=f"bytes={half}-")
    assert status == 206, status
    packed = first + second
    assert len(packed) == listed["bytes"], listed
    assert hashlib.sha256(packed).hexdigest() == listed["sha256"], listed
    with zstandard.ZstdDecompressor().stream_reader(io.BytesIO(packed)) as reader:
        text = reader.read().decode("utf-8")
    assert len(text.encode("utf-8")) == listed["unpacked"], listed
    objects = [json.loads(line) for line in text.split("\n") if line]
    assert len(objects) == listed["lines"], listed
    return objects


manifest = json.loads(get("manifest.json")[1])
assert manifest["format"] == 1
copy = {"position": -1, "records": {}}
if os.path.exists(state_file):
    with open(state_file, encoding="utf-8") as file:
        copy = json.load(file)

chain = [delta for delta in manifest["deltas"] if delta["position"] > copy["position"]]
if copy["position"] == manifest["position"]:
    taken = "nothing"
elif chain and chain[0]["after"] <= copy["position"]:
    taken = "deltas"
    for delta in chain:
        for listed in delta["files"]:
            for line in lines(listed):
                if line["state"] == "withdrawn":
                    copy["records"].pop(line["handle"], None)
                else:
                    copy["records"][line["handle"]] = line["record"]
else:
    taken = "everything"
    copy["records"] = {}
    for listed in manifest["full"]["files"]:
        for record in lines(listed):
            copy["records"][record["handle"]] = record
copy["position"] = manifest["position"]
with open(state_file, "w", encoding="utf-8") as file:
    json.dump(copy, file)

sums = dict(reversed(line.split("  ")) for line in get("SHA256SUMS")[1].decode("ascii").splitlines())
parts = [manifest["full"]] + manifest["deltas"]
listed = [file for part in parts for file in part["files"] + [part["catalogue"]]]
assert sums == {file["name"]: file["sha256"] for file in listed}, sums
print(json.dumps({
    "taken": taken,
    "position": copy["position"],
    "records": copy["records"],
}))
