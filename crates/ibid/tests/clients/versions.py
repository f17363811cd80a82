"""Prints which clients there are, with their versions."""

import importlib.metadata
import json

NAMES = ["pybtex", "rispy", "sickle", "feedparser", "extruct", "schemathesis", "mcp", "pyoai"]
print(json.dumps({name: importlib.metadata.version(name) for name in NAMES}))
