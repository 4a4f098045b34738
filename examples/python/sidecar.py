"""What a plugin in Python needs to speak to its sidecar: gRPC over the Unix socket in the sidecar's folder.

It is an example and no SDK: one file, to be read and changed. It needs grpcio and protobuf, and the module sidecar_pb2 that
protoc makes of the contract (see README.md).
"""

import os
import queue
import signal
import sys
import threading
import time
from dataclasses import dataclass

import grpc
import sidecar_pb2 as pb

HEALTHY, DEGRADED, SICK = pb.HEALTHY, pb.DEGRADED, pb.SICK

CONTRACT = 1
CREDIT = 256
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.25, 5.0

# A refusal that goes away by itself; what else is refused stays refused.
WAIT_FOR = (pb.Refusal.NOT_READY, pb.Refusal.ALREADY_ATTACHED, pb.Refusal.TOKEN_REFUSED, pb.Refusal.NO_SESSION)


class SidecarLost(Exception):
    """The sidecar is away, or will not have us yet: begin anew."""


@dataclass
class Message:
    """A message, and where it came from."""

    topic: str
    payload: bytes
    schema_id: int
    content_type: str
    source: int
    sequence: int
    attempt: int
    replayed: bool
    duplicate_possible: bool


class Plugin:
    """What an author overrides. All of it is called on one thread."""

    sidecar: "Sidecar"

    def on_message(self, message: Message):
        """A message of a pattern that the manifest reads. An exception sends it back, to come once more."""

    def health(self):
        """How it is, and why."""
        return HEALTHY, ""

    def figures(self):
        """Up to 8 numbers that operators see."""
        return {}

    def save_state(self) -> bytes:
        """What must survive a crash."""
        return b""

    def load_state(self, state: bytes, version: int):
        """Takes back what save_state gave."""

    def publish(self, topic: str, payload: bytes, content_type: str, cause: Message = None):
        """Publishes; a refusal is written to the log, and returned."""
        return self.sidecar.publish(topic, payload, content_type, cause)


def stub(channel, session):
    """The calls of the service, by name, from the contract itself: no generated stubs are needed."""
    service = pb.DESCRIPTOR.services_by_name["Sidecar"]
    kinds = {
        (False, False): channel.unary_unary,
        (True, False): channel.stream_unary,
        (False, True): channel.unary_stream,
        (True, True): channel.stream_stream,
    }
    described = pb.DESCRIPTOR
    streams = {m.name: (m.client_streaming, m.server_streaming) for m in _proto(described).service[0].method}
    calls = {}
    for method in service.methods:
        request, answer = (getattr(pb, t.name) for t in (method.input_type, method.output_type))
        calls[method.name] = kinds[streams[method.name]](
            f"/{service.full_name}/{method.name}", request.SerializeToString, answer.FromString
        )
    return calls


def _proto(described):
    from google.protobuf import descriptor_pb2

    proto = descriptor_pb2.FileDescriptorProto()
    described.CopyToProto(proto)
    return proto


class Sidecar:
    """One session with the sidecar, from its attach to its end."""

    def __init__(self, folder: str, plugin: Plugin, manifest: dict, stopping: threading.Event):
        self.folder, self.plugin, self.manifest, self.stopping = folder, plugin, manifest, stopping
        self.lost = threading.Event()
        self.inbox = queue.Queue()
        self.outboxes = []
        self.metadata = ()
        self.durable = manifest["durable"]
        self.interval_s = 1.0

    # The session

    def attach(self):
        socket = os.path.join(self.folder, "grpc.sock")
        token_file = os.path.join(self.folder, "token")
        if not (os.path.exists(socket) and os.path.exists(token_file)):
            raise SidecarLost(f"no sidecar in {self.folder} yet")
        with open(token_file, encoding="ascii") as file:
            token = file.read().strip()
        self.channel = grpc.insecure_channel("unix:" + socket)
        self.calls = stub(self.channel, None)
        declared = self.manifest
        reply = self.call(
            "Attach",
            pb.AttachRequest(
                contract_version=CONTRACT,
                token=token,
                plugin=declared["id"],
                version=declared["version"],
                language="python " + sys.version.split()[0],
                publishes=declared["publishes"],
                subscribes=declared["subscribes"],
                requests=declared["requests"],
                state=pb.SNAPSHOT if declared["state"] == "SNAPSHOT" else pb.NONE,
                manifest=declared["text"],
            ),
        )
        if reply.HasField("refusal"):
            if reply.refusal.code in WAIT_FOR:
                raise SidecarLost(reply.refusal.text)
            raise SystemExit(f"The sidecar refused this plugin: {reply.refusal.text}")
        self.metadata = (("meridian-session", reply.session),)
        self.interval_s = max(0.05, reply.heartbeat_interval_ms / 1000)
        if reply.recovery.has_state and declared["state"] == "SNAPSHOT":
            self.load()
        for pattern in declared["subscribes"]:
            self.subscribe(pattern)
        threading.Thread(target=self.beat, daemon=True).start()

    def call(self, name, request):
        try:
            return self.calls[name](request, metadata=self.metadata, timeout=10)
        except grpc.RpcError as error:
            raise SidecarLost(f"{name}: {error.code().name}") from error

    def load(self):
        state, version = b"", 1
        try:
            for chunk in self.calls["LoadState"](pb.LoadStateRequest(), metadata=self.metadata, timeout=10):
                state, version = state + chunk.data, chunk.format
        except grpc.RpcError as error:
            raise SidecarLost(f"LoadState: {error.code().name}") from error
        self.plugin.load_state(state, version)

    def save(self):
        chunk = pb.StateChunk(data=self.plugin.save_state(), last=True, format=1)
        self.call("SaveState", iter([chunk]))

    def leave(self):
        self.call("Leave", pb.LeaveRequest(reason="told to end"))

    def close(self):
        self.lost.set()
        for outbox in self.outboxes:
            outbox.put(None)
        if hasattr(self, "channel"):
            self.channel.close()

    # Messages

    def is_durable(self, topic):
        return any(covers(pattern, topic) for pattern in self.durable)

    def subscribe(self, pattern):
        outbox = queue.Queue()
        self.outboxes.append(outbox)
        profile = pb.DURABLE if pattern in self.durable else pb.FAST
        name = pattern.replace("*", "x").replace(".", "-") if profile == pb.DURABLE else ""
        opening = pb.Open(pattern=pattern, profile=profile, name=name, credit=CREDIT)
        outbox.put(pb.SubscribeRequest(open=opening))
        events = self.calls["Subscribe"](iter(outbox.get, None), metadata=self.metadata)
        threading.Thread(target=self.read, args=(events, outbox, profile), daemon=True).start()

    def read(self, events, outbox, profile):
        try:
            for event in events:
                if event.HasField("opened") and event.opened.HasField("refusal"):
                    log(f"subscription refused: {event.opened.refusal.text}")
                    return
                self.inbox.put((event, outbox, profile))
        except grpc.RpcError:
            pass
        if not self.stopping.is_set():
            self.inbox.put((None, None, None))

    def handle(self, event, outbox, profile):
        if event.HasField("notice"):
            log(f"notice {pb.Notice.Kind.Name(event.notice.kind)} {event.notice.topic} {event.notice.text}")
            return
        if not event.HasField("delivery"):
            return
        given = event.delivery
        message = Message(
            given.head.topic,
            given.payload,
            given.head.schema_id,
            given.head.content_type,
            given.id.source,
            given.id.sequence,
            given.attempt,
            given.replayed,
            given.duplicate_possible,
        )
        verdict, reason = pb.DONE, ""
        try:
            self.plugin.on_message(message)
        except SidecarLost:
            raise
        except Exception as error:  # An author's mistake must not end the plugin.
            log(f"on_message failed on {message.topic}: {error!r}")
            verdict, reason = pb.RETRY, repr(error)
        if profile == pb.DURABLE:
            settle = pb.Settle(delivery=given.delivery, verdict=verdict, reason=reason)
            outbox.put(pb.SubscribeRequest(settle=settle))
        outbox.put(pb.SubscribeRequest(credit=pb.Credit(messages=1)))

    def publish(self, topic, payload, content_type, cause):
        head = pb.MessageHead(topic=topic, content_type=content_type, ts_event=time.time_ns())
        if cause is not None:
            head.causation.source, head.causation.sequence = cause.source, cause.sequence
        profile = pb.DURABLE if self.is_durable(topic) else pb.FAST
        reply = self.call("Publish", pb.PublishRequest(head=head, payload=payload, profile=profile))
        if reply.HasField("refusal"):
            log(f"{topic} was refused: {pb.Refusal.Code.Name(reply.refusal.code)} {reply.refusal.text}")
            return reply.refusal
        return None

    # Heartbeats

    def beat(self):
        while not self.lost.wait(self.interval_s):
            self.inbox.put(("beat", None, None))

    def heartbeat(self):
        health, reason = self.plugin.health()
        figures = [pb.Figure(name=name, value=value) for name, value in list(self.plugin.figures().items())[:8]]
        reply = self.call("Heartbeat", pb.HeartbeatRequest(health=health, reason=reason, figures=figures))
        if reply.HasField("refusal"):
            raise SidecarLost(reply.refusal.text)
        if reply.snapshot_wanted and self.manifest["state"] == "SNAPSHOT":
            self.save()

    def work(self):
        """Until the plugin is told to end, or the sidecar is lost."""
        self.heartbeat()
        while not self.stopping.is_set():
            try:
                event, outbox, profile = self.inbox.get(timeout=0.1)
            except queue.Empty:
                continue
            if event is None:
                raise SidecarLost("a stream ended")
            if event == "beat":
                self.heartbeat()
            else:
                self.handle(event, outbox, profile)
        self.leave()


def covers(pattern, topic):
    """Whether a pattern of the manifest covers a topic."""
    wanted, given = pattern.split("."), topic.split(".")
    for i, segment in enumerate(wanted):
        if segment == "**":
            return len(given) > i
        if i >= len(given) or segment not in ("*", given[i]):
            return False
    return len(wanted) == len(given)


def read_manifest(path):
    """The parts of plugin.yaml that an attach needs: single values, and lists of texts."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    values, current = {"text": text}, None
    for line in text.splitlines():
        if line.startswith("  - ") and current is not None:
            values[current].append(line[4:].strip().strip('"'))
        elif line and not line.startswith((" ", "#")):
            key, _, value = line.partition(":")
            value = value.strip().strip('"')
            values[key] = [] if value in ("", "[]") else value
            current = key if value == "" else None
    return values


def log(text):
    print(text, file=sys.stderr, flush=True)


def run(plugin: Plugin) -> int:
    """Runs the plugin until it is told to end. A lost sidecar is waited for."""
    folder = os.environ.get("MERIDIAN_SIDECAR")
    if not folder:
        log("MERIDIAN_SIDECAR is not set. It names the folder of the plugin's sidecar; 'meridian run' sets it.")
        return 2
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    signal.signal(signal.SIGINT, lambda *_: stopping.set())
    manifest = read_manifest(os.path.join(os.path.dirname(os.path.abspath(__file__)), "plugin.yaml"))
    pause = FIRST_PAUSE_S
    while not stopping.is_set():
        session = Sidecar(folder, plugin, manifest, stopping)
        plugin.sidecar = session
        try:
            session.attach()
            pause = FIRST_PAUSE_S
            session.work()
        except SidecarLost as lost:
            log(f"waiting for the sidecar: {lost}")
            stopping.wait(pause)
            pause = min(LONGEST_PAUSE_S, pause * 1.5)
        finally:
            session.close()
    return 0
