"""Asks the API at ADDRESS whatever its document allows and whatever it does not, by schemathesis.

usage: openapi.py ADDRESS EXAMPLES
Prints one line: how many addresses were tried how often, and each failure.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

address, examples = sys.argv[1:]
with tempfile.TemporaryDirectory() as folder:
    report = pathlib.Path(folder) / "report.json"
    command = [
        str(pathlib.Path(sys.executable).with_name("schemathesis")), "run", f"{address}/openapi.json",
        "--checks", "all", "--max-examples", examples, "--seed", "1",
        "--continue-on-failure", "--no-color", "--report-json-path", str(report),
    ]
    said = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if not report.exists():
        sys.exit(said.stdout + said.stderr)
    told = json.loads(report.read_text())
    print(json.dumps({
        "status": said.returncode,
        "tested": told["operations"]["tested"],
        "cases": told["test_cases"]["generated"],
        "failures": [f"{it['title']}: {it['operations']}" for it in told["failures"]],
        "errors": told["errors"],
        "rates": told["valid_rates"],
        "said": said.stdout if said.returncode else "",
    }))
