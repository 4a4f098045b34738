"""A plugin in Python: reads numbers, publishes their sum, and keeps the sum across a crash."""

import json
import sys

from sidecar import HEALTHY, Message, Plugin, run


class Sum(Plugin):
    """Its whole state is one number."""

    def __init__(self):
        self.total = 0

    def on_message(self, message: Message):
        try:
            self.total += int(message.payload)
        except ValueError:
            # No number: not ours to add, and not ours to send back either.
            return
        if not message.replayed:
            self.publish("examples.sum", str(self.total).encode(), "text/plain", cause=message)

    def figures(self):
        return {"total": float(self.total)}

    def health(self):
        return HEALTHY, ""

    def save_state(self) -> bytes:
        return json.dumps({"total": self.total}).encode()

    def load_state(self, state: bytes, version: int):
        self.total = json.loads(state)["total"]


if __name__ == "__main__":
    sys.exit(run(Sum()))
