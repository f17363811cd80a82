"""Reads a RIS file with rispy and prints each record as it understood it."""

import json
import sys

import rispy

with open(sys.argv[1], encoding="utf-8", newline="") as file:
    for record in rispy.load(file):
        print(json.dumps(record))
