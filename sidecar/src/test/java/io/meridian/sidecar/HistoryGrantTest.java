package io.meridian.sidecar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.meridian.bus.Bus;
import io.meridian.bus.Responder;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.plugin.contract.frames.Method;
import io.meridian.plugin.contract.proto.MessageHead;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.ReplyMessage;
import io.meridian.plugin.contract.proto.RequestMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever asks for the past of a topic must be allowed to read it, whatever else may be asked. */
class HistoryGrantTest {
    private static final String ASK_ALL = "allow r request platform.history.** for instance a";
    private static final String AAPL = "platform.history.bar.XNAS.AAPL";

    @TempDir
    Path root;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private SidecarRig rig;
    private Thread store;
    private volatile boolean ends;

    @BeforeEach
    void open() {
        rig = new SidecarRig(root);
        Bus bus = rig.bus();
        Responder responder = bus.respond(TopicPattern.of("platform.history.**"), (request, reply) -> {
            asked.add(request.topic().name());
            reply.send(new UnsafeBuffer(new byte[] {7}), 0, 1);
        });
        store = Thread.ofPlatform().daemon().start(() -> {
            while (!ends) {
                responder.poll(10, 1_000_000);
            }
        });
    }

    @AfterEach
    void close() throws InterruptedException {
        ends = true;
        store.join();
        rig.close();
    }

    private ReplyMessage ask(TestPlugin plugin, String topic) {
        RequestMessage request = RequestMessage.newBuilder()
                .setHead(MessageHead.newBuilder().setTopic(topic))
                .setPayload(ByteString.copyFromUtf8("x"))
                .build();
        return plugin.ask(Method.REQUEST, request, ReplyMessage.parser());
    }

    @Test
    void shouldLetThroughWhatMayBeReplayedAndNothingElse() {
        rig.grants("a", ASK_ALL, "allow p replay platform.data.bar.XNAS.AAPL for instance a");
        rig.start("a");
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            assertEquals(1, ask(plugin, AAPL).getPayload().size());
            for (String other : List.of(
                    "platform.history.bar.XNAS.MSFT",
                    "platform.history.quote.XNAS.AAPL",
                    "platform.history.book.XNAS.AAPL",
                    "platform.history.bar.XNAS")) {
                Refusal refused = ask(plugin, other).getRefusal();
                assertEquals(Refusal.Code.ACL_DENIED, refused.getCode(), other);
                assertTrue(refused.getHowToAsk().contains(" replay "), refused.getHowToAsk());
            }
            assertEquals(
                    "meridian grants request a replay platform.data.bar.XNAS.MSFT",
                    ask(plugin, "platform.history.bar.XNAS.MSFT").getRefusal().getHowToAsk());
        }
        assertEquals(List.of(AAPL), asked, "what is denied does not reach the bus");
    }

    @Test
    void shouldAlsoNeedTheGrantToAsk() {
        rig.grants("a", "allow p replay platform.data.** for instance a");
        rig.start("a");
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            Refusal refused = ask(plugin, AAPL).getRefusal();
            assertEquals(Refusal.Code.ACL_DENIED, refused.getCode());
            assertEquals("meridian grants request a request " + AAPL, refused.getHowToAsk());
        }
        assertEquals(List.of(), asked);
    }

    @Test
    void shouldNoLongerLetThroughWhatWasRevoked() {
        String replay = "allow p replay platform.data.bar.** for instance a";
        rig.grants("a", ASK_ALL, replay);
        rig.start("a");
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            assertEquals(1, ask(plugin, AAPL).getPayload().size());
            rig.grants("a", ASK_ALL, replay, "deny d replay platform.data.bar.XNAS.AAPL for instance a");
            Await.until("it is denied", () -> ask(plugin, AAPL).hasRefusal());
            assertEquals("d", ask(plugin, AAPL).getRefusal().getRule());
        }
    }
}
