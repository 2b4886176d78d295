"""Recomputes an order from a dump: python3 recompute_order.py DIRECTORY hot|best|top|new|old|discussed [PAPER]

Prints the numbers of the summaries, one a line, the first place first. Standard library only; dump.md has the formulas.
"""

import gzip
import json
import math
import sys
from datetime import datetime
from pathlib import Path


def wilson(up, down, z=1.281551565545):
    n, p = up + down, up / max(up + down, 1)
    return up and (p + z * z / (2 * n) - z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))) / (1 + z * z / n)


def hot(s, t):
    return math.copysign(math.log10(max(abs(s), 1)), s) + (t - 1134028003) / 45000


def keys(row):
    s, t = row["upvotes"] - row["downvotes"], datetime.fromisoformat(row["published_at"]).timestamp()
    newest_first, oldest_first = (-t, -row["id"]), (t, row["id"])
    return {
        "best": (-wilson(row["upvotes"], row["downvotes"]), -s, *oldest_first),
        "hot": (-hot(s, t), -row["id"]),
        "top": (-s, *newest_first),
        "new": newest_first,
        "old": oldest_first,
        "discussed": (-row["comment_count"], *newest_first),
    }


directory, order, *paper = sys.argv[1:]
path = next(Path(directory).glob("summaries.jsonl*"))
with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as file:
    rows = [row for row in map(json.loads, file) if not paper or str(row["paper"]) == paper[0]]
print(*(row["id"] for row in sorted(rows, key=lambda row: keys(row)[order])), sep="\n")
