package io.meridian.conformance;

import java.util.List;
import java.util.stream.Stream;

/** What can be wrong with a plugin, whatever its role: changes to the example in Python, each for a check to find. */
final class BrokenPython {
    /**
     * A change that makes the example wrong.
     *
     * @param check     which finds it
     * @param complaint what the check says then, in part
     * @param change    in Python; see {@link PythonExample} for what it finds
     * @param snapshots whether the plugin is said to keep state
     */
    record Broken(String check, String complaint, String change, boolean snapshots) {
        Broken(String check, String complaint, String change) {
            this(check, complaint, change, true);
        }
    }

    private BrokenPython() {}

    static List<Broken> all() {
        return Stream.of(coming(), living(), going(), taking(), told(), publishing())
                .flatMap(List::stream)
                .toList();
    }

    private static Broken manifest(String check, String complaint, String values) {
        return new Broken(
                check, complaint, "sidecar.read_manifest = lambda path: {**old_manifest(path), %s}".formatted(values));
    }

    private static Broken attach(String check, String complaint, String field, String value) {
        return new Broken(
                check,
                complaint,
                "on_call('Attach', lambda request: setattr(request, '%s', %s))".formatted(field, value));
    }

    private static List<Broken> coming() {
        return List.of(
                new Broken("L01", "it attached 0 times", "Sidecar.attach = lambda self: time.sleep(60)"),
                new Broken("L02", "contract_version=2", "sidecar.CONTRACT = 2"),
                attach("L03", "its first attach was refused", "token", "'guessed'"),
                manifest("L04", "id should be python-sum", "'id': 'other'"),
                manifest("L05", "version should be 1.0.0", "'version': '2.0.0'"),
                attach("L06", "language is empty", "language", "''"),
                manifest("L07", "publishes should be", "'publishes': []"),
                manifest("L08", "subscribes should be", "'subscribes': ['examples.number.*', 'examples.more']"),
                manifest("L09", "state SNAPSHOT should be true", "'state': 'NONE'"),
                new Broken("L10", "calls without a session", """
                    def attach(self):
                        old_attach(self)
                        kept, self.metadata = self.metadata, ()
                        self.calls["Heartbeat"](pb.HeartbeatRequest(health=pb.HEALTHY), timeout=5)
                        self.metadata = kept
                    Sidecar.attach = attach\
                    """),
                new Broken("L11", "attaches should be 1", """
                    beats = []
                    def heartbeat(self):
                        beats.append(1)
                        if len(beats) == 3:
                            raise SidecarLost("once too often")
                        old_heartbeat(self)
                    Sidecar.heartbeat = heartbeat\
                    """),
                new Broken("L12", "it did not subscribe", "Sidecar.subscribe = lambda self, pattern: None"),
                new Broken(
                        "L13",
                        "examples.**",
                        "Sidecar.subscribe = lambda self, pattern: old_subscribe(self, 'examples.**')"),
                new Broken("L23", "it attached 1 times", "sidecar.WAIT_FOR = ()"),
                new Broken("L24", "times in 2 s", "sidecar.FIRST_PAUSE_S = sidecar.LONGEST_PAUSE_S = 0.01"),
                new Broken("L25", "calls: [Heartbeat", """
                    def attach(self):
                        try:
                            old_attach(self)
                        except SidecarLost:
                            self.call("Heartbeat", pb.HeartbeatRequest(health=pb.HEALTHY))
                            raise
                    Sidecar.attach = attach\
                    """),
                new Broken("L26", "times in 2 s", "sidecar.FIRST_PAUSE_S = sidecar.LONGEST_PAUSE_S = 0.01"),
                new Broken("L37", "it never came in", """
                    tokens = []
                    def first(request):
                        tokens.append(request.token)
                        request.token = tokens[0]
                    on_call("Attach", first)\
                    """));
    }

    private static Broken beat(String check, String complaint, String health) {
        return new Broken(check, complaint, """
            beats = []
            def health(self):
                beats.append(1)
                return %s
            Sum.health = health\
            """.formatted(health));
    }

    private static List<Broken> living() {
        return List.of(
                new Broken("L14", "heartbeats, not 3", "Sidecar.beat = lambda self: None"),
                beat("L15", "HEALTH_UNSPECIFIED", "(pb.HEALTHY if len(beats) < 3 else 0, '')"),
                beat("L16", "it never said in a heartbeat that it is HEALTHY", "(pb.STARTING, '')"),
                new Broken("L17", "figure name=\"Total Sum\"", "Sum.figures = lambda self: {'Total Sum': 1.0}"),
                new Broken(
                        "L17",
                        "it gave 9 figures",
                        "on_call('Heartbeat', lambda request: request.figures.extend("
                                + "[pb.Figure(name='x%d' % i, value=1) for i in range(8)]))"),
                beat("L18", "it says DEGRADED without a reason", "(pb.HEALTHY if len(beats) < 2 else pb.DEGRADED, '')"),
                new Broken("L30", "did not call LoadState", "Sidecar.load = lambda self: None"),
                new Broken("L31", "did not call SaveState", "Sidecar.save = lambda self: None"),
                new Broken("L32", "came back as another", """
                    Sum.save_state = lambda self: os.urandom(8)
                    Sum.load_state = lambda self, state, version: None\
                    """),
                new Broken("L33", "it called SaveState", """
                    sidecar.read_manifest = lambda path: {**old_manifest(path), "state": "NONE"}
                    def heartbeat(self):
                        old_heartbeat(self)
                        self.save()
                    Sidecar.heartbeat = heartbeat\
                    """, false),
                watching("L34", "WatchSettings"),
                watching("L35", "WatchGrants"),
                new Broken("L36", "its process ended with 3", """
                    def call(self, name, request):
                        reply = old_call(self, name, request)
                        return os._exit(3) if name == "Heartbeat" and reply.latched else reply
                    Sidecar.call = call\
                    """));
    }

    private static Broken watching(String check, String call) {
        return new Broken(check, "its process ended with 3", """
            def watch(told):
                for _ in told:
                    os._exit(3)
            def attach(self):
                old_attach(self)
                told = self.calls["%1$s"](pb.%1$sRequest(), metadata=self.metadata)
                # What holds now is told first. It is heard before the plugin says that it is well, so the next is a change.
                next(told)
                threading.Thread(target=watch, args=(told,), daemon=True).start()
            Sidecar.attach = attach\
            """.formatted(call));
    }

    private static List<Broken> going() {
        return List.of(
                new Broken("L20", "it ended without Leave", "Sidecar.leave = lambda self: None"),
                new Broken("L21", "it is still there", "threading.Event.is_set = lambda self: False"),
                new Broken("L22", "it ended with 3", "sidecar.run = lambda plugin: old_run(plugin) + 3"),
                new Broken("L27", "it attached 1 times", """
                    def work(self):
                        try:
                            old_work(self)
                        except SidecarLost:
                            time.sleep(60)
                    Sidecar.work = work\
                    """),
                new Broken("L28", "it did not subscribe", """
                    opened = []
                    def subscribe(self, pattern):
                        opened.append(pattern)
                        if len(opened) == 1:
                            old_subscribe(self, pattern)
                    Sidecar.subscribe = subscribe\
                    """),
                new Broken("L29", "its process ended with 3", """
                    lock = os.path.join(os.environ["MERIDIAN_SIDECAR"], "lock")
                    if os.path.exists(lock):
                        os._exit(3)
                    open(lock, "w").close()\
                    """));
    }

    /** Ends its process when a message is so. */
    private static Broken dies(String check, String when) {
        return new Broken(check, "its process ended with 3", """
            old_message = Sum.on_message
            def on_message(self, message):
                if %s:
                    os._exit(3)
                old_message(self, message)
            Sum.on_message = on_message\
            """.formatted(when));
    }

    /** Changes what it sends to its subscription. */
    private static String outbox(String when) {
        return """
            def handle(self, event, outbox, profile):
                class Box:
                    put = lambda this, request: (%s) and outbox.put(request)
                old_handle(self, event, Box(), profile)
            Sidecar.handle = handle\
            """.formatted(when);
    }

    private static List<Broken> taking() {
        return List.of(
                dies("M01", "True"),
                new Broken("M02", "it settled a good message with", "Sum.on_message = lambda self, message: 1 / 0"),
                new Broken("M03", "settled, and only", """
                    def handle(self, event, outbox, profile):
                        if event.HasField("delivery"):
                            event.delivery.delivery += 1000
                        old_handle(self, event, outbox, profile)
                    Sidecar.handle = handle\
                    """),
                new Broken("M04", "one of 600 messages was not settled", outbox("event.delivery.delivery <= 100")),
                new Broken("M05", "of 2000 come", outbox("request.HasField('settle')")),
                dies("M06", "not message.payload"),
                dies("M07", "message.payload != b'1'"),
                dies("M08", "len(message.payload) == 200"),
                dies("M09", "message.schema_id == 64999"),
                dies("M10", "len(message.payload) == 65"),
                dies("M11", "len(message.payload) > 60000"),
                dies("M12", "message.attempt == 5"),
                new Broken("M13", "one of the two was not settled", outbox("event.delivery.attempt < 2")),
                new Broken("M14", "orders or targets", """
                    Sum.on_message = lambda self, message: send(self, "platform.portfolio.target.p", content_type="x")\
                    """),
                new Broken("M21", "its process ended with 3", """
                    topics = set()
                    def on_message(self, message):
                        topics.add(message.topic)
                        if len(topics) > 400:
                            os._exit(3)
                    Sum.on_message = on_message\
                    """));
    }

    /** Does something when it is told of what happened to its subscription. */
    private static Broken notice(String check, String complaint, String kind, String then) {
        return new Broken(check, complaint, """
            def handle(self, event, outbox, profile):
                if event.HasField("notice") and event.notice.kind == pb.Notice.%s:
                    %s
                old_handle(self, event, outbox, profile)
            Sidecar.handle = handle
            def lose():
                raise SidecarLost("over and over")\
            """.formatted(kind, then));
    }

    private static List<Broken> told() {
        String ended = "its process ended with 3";
        String storm = "sidecar.FIRST_PAUSE_S = sidecar.LONGEST_PAUSE_S = 0.01; lose()";
        return List.of(
                notice("M15", ended, "GAP", "os._exit(3)"),
                notice("M16", ended, "DROPPED", "os._exit(3)"),
                notice("M17", ended, "LIVE", "os._exit(3)"),
                notice(
                        "M18",
                        "it is subscribed no more",
                        "CONNECTION_LOST",
                        "outbox.put(pb.SubscribeRequest(pause=pb.Pause(paused=True)))"),
                notice("M19", "times in 2 s", "REVOKED", storm),
                new Broken("M20", "times in 2 s", """
                    def read(self, events, outbox, profile):
                        for event in events:
                            if event.HasField("opened") and event.opened.HasField("refusal"):
                                self.subscribe("examples.number.*")
                    Sidecar.read = read\
                    """));
    }

    private static Broken says(String check, String complaint, String arguments) {
        return new Broken(
                check, complaint, "Sum.on_message = lambda self, message: send(self, %s)".formatted(arguments));
    }

    /** Ends its process, or tries for ever, when a message is refused. */
    private static Broken refused(String check, String code) {
        return new Broken(check, "its process ended with 3", """
            def call(self, name, request):
                reply = old_call(self, name, request)
                refused = name == "Publish" and reply.HasField("refusal")
                return os._exit(3) if refused and reply.refusal.code == pb.Refusal.%s else reply
            Sidecar.call = call\
            """.formatted(code));
    }

    private static Broken insisting(String check) {
        return new Broken(check, "in the second after", """
            def call(self, name, request):
                reply = old_call(self, name, request)
                while name == "Publish" and reply.HasField("refusal"):
                    reply = old_call(self, name, request)
                return reply
            Sidecar.call = call\
            """);
    }

    private static List<Broken> publishing() {
        return List.of(
                says("P01", "it published to examples.other", "'examples.other', content_type='text/plain'"),
                says("P02", "examples.*", "'examples.*', content_type='text/plain'"),
                says("P03", "has neither", "'examples.sum'"),
                says("P04", "a message of schema_id=1 has another header", "'platform.data.x', schema_id=1"),
                new Broken("P05", "has profile=FAST", "Sidecar.is_durable = lambda self, topic: False"),
                says("P06", "is far from now", "'examples.sum', content_type='x', ts_event=5"),
                says("P07", "a message has 70000 bytes", "'examples.sum', bytes(70000), content_type='x'"),
                says(
                        "P08",
                        "which sent it nothing",
                        "'examples.sum', content_type='x', causation=pb.MessageId(source=9, sequence=1)"),
                refused("P09", "ACL_DENIED"),
                insisting("P09"),
                refused("P10", "BACK_PRESSURED"),
                insisting("P10"),
                refused("P11", "NOT_CONNECTED"),
                refused("P12", "RATE_LIMITED"),
                insisting("P12"),
                refused("P13", "LATCHED"),
                refused("P14", "TOO_LARGE"));
    }
}
