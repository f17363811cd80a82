"""Prints what extruct and lxml find in the heads of pages: one object a page, {page, status, linked, previews,
core, named, links, ids, contexts}. Arguments: addresses, or @FILE with one a line."""

import json
import sys
import urllib.parse
import urllib.request

import extruct
import lxml.html


def addresses():
    for given in sys.argv[1:]:
        if given.startswith("@"):
            yield from open(given[1:], encoding="utf-8").read().split()
        else:
            yield given


def read(address):
    request = urllib.request.Request(address, headers={"Accept": "text/html", "Accept-Language": "en"})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers.get("Link"), answer.read().decode("utf-8")
    except urllib.error.HTTPError as error:
        return error.code, None, error.read().decode("utf-8")


for address in addresses():
    status, links, text = read(address)
    found = extruct.extract(text, base_url=address, syntaxes=["json-ld", "opengraph", "dublincore"])
    tree = lxml.html.fromstring(text)
    named = [[it.get("name"), it.get("content")] for it in tree.xpath("//head/meta[@name]")]
    contexts = [it.get("title") for it in tree.xpath("//span[@class='Z3988']")]
    print(json.dumps({
        "page": urllib.parse.urlsplit(address).path,
        "status": status,
        "linked": found["json-ld"],
        "previews": dict(pair for it in found["opengraph"] for pair in it["properties"]),
        "core": [[it["name"].lower(), it["content"]] for group in found["dublincore"] for it in group["elements"]],
        "named": named,
        "links": links,
        "ids": [it.get("title") for it in tree.xpath("//abbr[@class='unapi-id']")],
        "contexts": [urllib.parse.parse_qs(it) for it in contexts],
        "server": [it.get("href") for it in tree.xpath("//link[@rel='unapi-server']")],
    }))
