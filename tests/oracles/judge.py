"""scim2-filter-parser on the committed cases: each is read or refused as the file says, or as it says that it departs."""

import json
import pathlib
import sys

from scim2_filter_parser.lexer import SCIMLexer
from scim2_filter_parser.parser import SCIMParser

cases = json.loads((pathlib.Path(__file__).parent / "filters.json").read_text())["filters"]
surprises = []
for case in cases:
    try:
        SCIMParser().parse(SCIMLexer().tokenize(case["filter"]))
        read = True
    except Exception:
        read = False
    wanted = case.get("scim2-filter-parser", case["found"] is not None)
    if read != wanted:
        surprises.append(case["filter"])

print(f"{len(cases)} filters judged, {len(surprises)} surprises")
for surprise in surprises:
    print(f"scim2-filter-parser: {surprise}", file=sys.stderr)
sys.exit(bool(surprises))
