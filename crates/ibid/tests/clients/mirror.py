"""Fetches a mirror as a browser's user would, link by link: `mirror.py ADDRESS FOLDER`.

Pages of folders are read by lxml, files written below FOLDER as they come. Asked a second time with what the
server said of each file, nothing is sent again. Prints one JSON line: how many files, how many sent again.
"""

import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request

from lxml import html

address, folder = sys.argv[1:3]
root = urllib.parse.urlparse(address).path
known = {}


def walk(page):
    with urllib.request.urlopen(urllib.parse.urljoin(address, page)) as answer:
        tree = html.fromstring(answer.read())
    for link in tree.xpath("//main//td/a/@href"):
        assert link.startswith(root), link
        if link.endswith("/"):
            walk(link)
        else:
            fetch(link)


def fetch(link):
    with urllib.request.urlopen(urllib.parse.urljoin(address, link)) as answer:
        known[link] = answer.headers["ETag"], answer.headers["Last-Modified"]
        path = os.path.join(folder, urllib.parse.unquote(link[len(root):]))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(answer.read())


def sent_again(link, headers):
    request = urllib.request.Request(urllib.parse.urljoin(address, link), headers=headers)
    try:
        urllib.request.urlopen(request).close()
        return 1
    except urllib.error.HTTPError as error:
        assert error.code == 304, error.code
        return 0


walk(root)
again = 0
for link, (tag, date) in known.items():
    again += sent_again(link, {"If-None-Match": tag}) + sent_again(link, {"If-Modified-Since": date})
print(json.dumps({"files": len(known), "again": again}))
