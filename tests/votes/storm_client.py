"""One client of the storm: sends one vote after the other, each until it is answered, and writes down what it heard.

It sends the votes of its job and then goes on until the file ``over`` is there.

Reads its job from standard input as JSON. A line of its log for each try: voter, summary, value, what came back: an
HTTP status, 0 where the connection broke, −1 where no answer came in time (such a request may still arrive).
"""

import http.client
import itertools
import json
import random
import sys
import time
from pathlib import Path

TIMEOUT = 60.0  # seconds, far more than any answer takes that comes at all
PAUSE = 0.1
BROKEN, LATE = 0, -1


class Client:
    def __init__(self, address: str) -> None:
        self.address = address
        self.connection = http.client.HTTPConnection(address, timeout=TIMEOUT)

    def put(self, summary: int, token: str, value: int) -> int:
        headers = {"Authorization": f"Token {token}", "Content-Type": "application/json"}
        try:
            self.connection.request("PUT", f"/api/v1/summaries/{summary}/vote/", json.dumps({"value": value}), headers)
            response = self.connection.getresponse()
            body = response.read()
        except TimeoutError:
            status = LATE
        except (OSError, http.client.HTTPException):
            status = BROKEN
        else:
            if response.status == 200 and json.loads(body)["value"] != value:
                raise SystemExit(f"asked for {value}, answered {body!r}")
            return response.status
        self.connection.close()
        self.connection = http.client.HTTPConnection(self.address, timeout=TIMEOUT)
        return status


def main() -> None:
    job = json.loads(sys.stdin.readline())
    chance = random.Random(job["seed"])
    voters = list(job["tokens"].items())
    client = Client(job["address"])
    over = Path(job["over"])
    with Path(job["log"]).open("w", buffering=1) as log:
        for number in itertools.count():
            if number >= job["votes"] and over.exists():
                return
            voter, token = chance.choice(voters)
            summary, value = chance.choice(job["summaries"]), chance.choice([1, 1, -1, 0])
            deadline = time.monotonic() + TIMEOUT
            status = BROKEN
            while not 200 <= status < 300 and time.monotonic() < deadline:
                status = client.put(summary, token, value)
                log.write(json.dumps([int(voter), summary, value, status]) + "\n")
                if not 200 <= status < 300:
                    time.sleep(PAUSE)


if __name__ == "__main__":
    main()
