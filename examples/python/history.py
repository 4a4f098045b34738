"""The past of a topic, asked of the store: messages HistoryRequest and HistoryPage of the trading schema, by the struct module alone.

    for source, sequence, payload in history(plugin.sidecar, "platform.data.bar.XNAS.AAPL", last=200):
        ...

The manifest lists the topic under replays, and platform.history.bar.XNAS.AAPL under requests. A payload is a Quote, Trade or Bar as
it was published: docs/reference/trading-schema.md has the place of each field.
"""

import struct

SCHEMA, VERSION, REQUEST, PAGE = 79, 3, 70, 71
DATA, HISTORY = "platform.data.", "platform.history."
ROOM = 60_000

HEADER = struct.Struct("<HHHH")
QUESTION = struct.Struct("<qqqqqqqi")
FIXED = struct.Struct("<qqqB")
GROUP = struct.Struct("<HH")
NUMBERED = struct.Struct("<iq")
LENGTH = struct.Struct("<H")


class NoHistory(Exception):
    """Why the past is not given, in words."""


def question(start=0, end=0, period=0, last=0, after=0, room=ROOM, cursor=""):
    """A HistoryRequest. Times are epoch nanoseconds, 0 for none; see the trading schema."""
    block = QUESTION.pack(0, 0, start, end, period, last, after, room)
    text = cursor.encode()
    return HEADER.pack(len(block), REQUEST, SCHEMA, VERSION) + block + LENGTH.pack(len(text)) + text


def page(data):
    """A HistoryPage as (place, marks, messages, cursor); each message is (source, sequence, payload)."""
    length, template, schema, _ = HEADER.unpack_from(data, 0)
    if (template, schema) != (PAGE, SCHEMA):
        raise NoHistory(f"an answer is no HistoryPage: template={template} schema={schema}")
    _, _, place, code = FIXED.unpack_from(data, HEADER.size)
    at = HEADER.size + length
    marks, messages = [], []
    size, count = GROUP.unpack_from(data, at)
    at += GROUP.size
    for _ in range(count):
        marks.append(NUMBERED.unpack_from(data, at))
        at += size
    size, count = GROUP.unpack_from(data, at)
    at += GROUP.size
    for _ in range(count):
        source, sequence = NUMBERED.unpack_from(data, at)
        payload, at = _bytes(data, at + size)
        messages.append((source, sequence, payload))
    cursor, at = _bytes(data, at)
    problem, at = _bytes(data, at)
    if code:
        raise NoHistory(f"code={code}: {problem.decode()}")
    return place, marks, messages, cursor.decode()


def _bytes(data, at):
    (length,) = LENGTH.unpack_from(data, at)
    begin = at + LENGTH.size
    return data[begin : begin + length], begin + length


def history(sidecar, topic, **wanted):
    """The messages of a topic, the oldest first, page by page: the next one is asked for when the last was taken."""
    import sidecar_pb2 as pb

    cursor = ""
    while True:
        head = pb.MessageHead(topic=HISTORY + topic[len(DATA) :], schema_id=REQUEST, schema_version=VERSION)
        asked = pb.RequestMessage(head=head, payload=question(cursor=cursor, **wanted), timeout_ms=9000)
        reply = sidecar.call("Request", asked)
        if reply.HasField("refusal"):
            raise NoHistory(reply.refusal.text)
        _, _, messages, cursor = page(reply.payload)
        yield from messages
        if not cursor:
            return
