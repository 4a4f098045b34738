package io.meridian.sidecar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.frames.Method;
import io.meridian.plugin.contract.proto.Grants;
import io.meridian.plugin.contract.proto.Notice;
import io.meridian.plugin.contract.proto.Open;
import io.meridian.plugin.contract.proto.Opened;
import io.meridian.plugin.contract.proto.Profile;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.proto.Start;
import io.meridian.plugin.contract.proto.WatchGrantsRequest;
import io.meridian.sidecar.session.SessionObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrantsTest {
    private static final String PUBLISH = "allow p publish platform.data.** for instance a";
    private static final String SUBSCRIBE = "allow s subscribe platform.data.** for pool SIGNAL";

    @TempDir
    Path root;

    private SidecarRig rig;

    @BeforeEach
    void open() {
        rig = new SidecarRig(root);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldTakeNoPluginUntilThereAreGrantsAndSayWhatItWaitsFor() {
        Sidecar sidecar = rig.start("a");
        Await.until(
                "it says what it waits for",
                () -> sidecar.status().reasons().stream().anyMatch(reason -> reason.contains("waiting for file=")));
        assertEquals(SidecarState.STARTING, sidecar.status().state());
        assertFalse(Files.exists(rig.folder("a").resolve("token")));
        rig.grants("a", PUBLISH);
        TestPlugin.attach(rig.folder("a")).close();
    }

    @Test
    void shouldRefuseWithTheRuleTheWaitingRequestAndTheWayToAsk() {
        rig.grants(
                "a",
                PUBLISH,
                "deny no publish platform.data.secret.** for pool SIGNAL",
                "pending r-7 publish platform.oms.**");
        rig.start("a");
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            Refusal byRule = plugin.resolveOrRefused("platform.data.secret.x", Profile.FAST)
                    .getRefusal();
            assertEquals(Refusal.Code.ACL_DENIED, byRule.getCode());
            assertEquals("no", byRule.getRule());
            Refusal waiting = plugin.resolveOrRefused("platform.oms.command.x", Profile.FAST)
                    .getRefusal();
            assertEquals("r-7", waiting.getPendingRequest());
            assertEquals("", waiting.getRule());
            Refusal none =
                    plugin.resolveOrRefused("platform.ems.x", Profile.FAST).getRefusal();
            assertEquals("meridian grants request a publish platform.ems.x", none.getHowToAsk());
            assertTrue(none.getText().contains(none.getHowToAsk()), none.getText());
            assertTrue(rig.said("DENIED"), rig.lines.toString());
        }
    }

    @Test
    void shouldNeedFullCoverForAWildcardSubscription() {
        rig.grants("a", "allow s subscribe platform.data.quote.** for instance a");
        rig.start("a");
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            assertEquals(
                    Refusal.Code.ACL_DENIED,
                    plugin.subscribe("platform.data.**", Profile.FAST)
                            .opened()
                            .getRefusal()
                            .getCode());
            assertFalse(plugin.subscribe("platform.data.quote.*.A", Profile.FAST)
                    .opened()
                    .hasRefusal());
        }
    }

    @Test
    void shouldKeepTheLastGoodGrantsWhenTheFileIsBrokenOrMissingAndAfterARestart() throws IOException {
        rig.grants("a", PUBLISH);
        Sidecar sidecar = rig.start("a");
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            rig.grants("a", PUBLISH, "allow nonsense");
            Await.until("it is said", () -> sidecar.status().state() == SidecarState.DEGRADED);
            assertTrue(
                    sidecar.status().reasons().getFirst().contains("line 2"),
                    sidecar.status().toString());
            assertFalse(plugin.resolveOrRefused("platform.data.x", Profile.FAST).hasRefusal());
        }
        rig.stop("a");
        Files.delete(rig.folder("a").resolve("grants"));
        rig.start("a");
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            assertFalse(plugin.resolveOrRefused("platform.data.x", Profile.FAST).hasRefusal());
        }
    }

    @Test
    void shouldTellWatchersOfTheGrantsNowAndAfterAChange() {
        rig.grants("a", PUBLISH);
        rig.start("a");
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            assertEquals(1, plugin.attached.getGrants().getGrantsCount());
            long call = plugin.call(Method.WATCH_GRANTS, WatchGrantsRequest.getDefaultInstance());
            Grants now = plugin.awaitAnswer(call, Grants.parser());
            assertEquals("platform.data.**", now.getGrants(0).getPattern());
            rig.grants("a", PUBLISH, SUBSCRIBE, "allow other publish platform.** for instance b");
            Grants later = plugin.awaitAnswer(call, Grants.parser());
            assertEquals(2, later.getGrantsCount());
            assertTrue(later.getEpoch() > now.getEpoch());
        }
    }

    @Test
    void shouldCountWhatTheProposedGrantsWouldDenyAndDenyNothing() {
        rig.grants("a", PUBLISH, SUBSCRIBE);
        SidecarRig.write(
                rig.folder("a").resolve("grants.proposed"), "allow p publish platform.data.quote.** for instance a");
        Sidecar sidecar = rig.start("a");
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            int trades = plugin.resolve("platform.data.trade.x", Profile.FAST);
            int quotes = plugin.resolve("platform.data.quote.x", Profile.FAST);
            plugin.subscribe("platform.data.**", Profile.FAST).number();
            for (int i = 0; i < 5; i++) {
                plugin.publish(trades, "t");
                plugin.publish(quotes, "q");
            }
            plugin.awaitGot(10);
            assertTrue(plugin.refused.isEmpty());
            List<String> counted = sidecar.shadow().counted().stream()
                    .map(each -> each.action() + " " + each.pattern())
                    .toList();
            assertEquals(List.of("PUBLISH platform.data.trade.x", "SUBSCRIBE platform.data.**"), counted);
            assertEquals(6, sidecar.shadow().counted().getFirst().count(), "one at the resolve, five published");
        }
    }

    @Test
    void shouldCutSubscribersAndPublishersWithinATenthOfASecondOfARevoke() {
        revoke(20);
    }

    @Test
    @Tag("long")
    @org.junit.jupiter.api.Timeout(600)
    void shouldCutSubscribersAndPublishersEachOfTwoHundredTimes() {
        revoke(200);
    }

    /** When the sidecar last let a message pass, either way. */
    private static final class LastPassed implements SessionObserver {
        volatile long publishedNs;
        volatile long deliveredNs;

        @Override
        public void onPublished(int slot, int bytes) {
            publishedNs = System.nanoTime();
        }

        @Override
        public void onDelivered(int slot, int bytes, long latencyNs) {
            deliveredNs = System.nanoTime();
        }
    }

    /** A publisher floods; the grant goes; not one message passes later than a tenth of a second after. */
    private void revoke(int tries) {
        SplittableRandom random = new SplittableRandom(3);
        LastPassed passed = new LastPassed();
        rig.grantAll("from");
        rig.grants("a", PUBLISH, SUBSCRIBE);
        rig.start("from");
        rig.start("a", passed);
        try (TestPlugin from = TestPlugin.attach(rig.folder("from"));
                TestPlugin to = TestPlugin.attach(rig.folder("a"))) {
            int flood = from.resolve("platform.data.flood", Profile.FAST);
            int own = to.resolve("platform.data.own", Profile.FAST);
            for (int i = 0; i < tries; i++) {
                to.got.clear();
                to.refused.clear();
                TestPlugin.Subscribed subscribed = to.subscribe("platform.data.flood", Profile.FAST);
                subscribed.number();
                Await.until("there is load", () -> {
                    flood(from, flood, to, own, 1_000_000);
                    return !to.got.isEmpty();
                });
                flood(from, flood, to, own, random.nextLong(2_000_000, 20_000_000));
                if (random.nextBoolean()) {
                    rig.grants(
                            "a",
                            PUBLISH,
                            SUBSCRIBE,
                            "deny n subscribe platform.data.flood for instance a",
                            "deny m publish platform.data.own for instance a");
                } else {
                    rig.grants("a", "# nothing");
                }
                long revokedNs = System.nanoTime();
                flood(from, flood, to, own, 150_000_000);
                Await.until("it is cut", () -> {
                    to.poll();
                    return to.notices.getOrDefault(subscribed.call(), List.of()).stream()
                            .anyMatch(notice -> notice.getKind() == Notice.Kind.REVOKED);
                });
                long deliveredMs = (passed.deliveredNs - revokedNs) / 1_000_000;
                long publishedMs = (passed.publishedNs - revokedNs) / 1_000_000;
                assertTrue(deliveredMs <= 100, "try " + i + ": delivered " + deliveredMs + " ms after the revoke");
                assertTrue(publishedMs <= 100, "try " + i + ": published " + publishedMs + " ms after the revoke");
                assertFalse(to.refused.isEmpty(), "its own publishing is cut as well");
                rig.grants("a", PUBLISH, SUBSCRIBE);
                Await.until(
                        "the grant is back",
                        () -> !to.resolveOrRefused("platform.data.own", Profile.FAST)
                                .hasRefusal());
            }
        }
    }

    private static void flood(TestPlugin from, int flood, TestPlugin to, int own, long forNs) {
        long untilNs = System.nanoTime() + forNs;
        while (System.nanoTime() < untilNs) {
            for (int i = 0; i < 20; i++) {
                from.offer(1, flood, new byte[64], 0, 0);
            }
            to.offer(1, own, new byte[8], 0, 0);
            from.poll();
            to.poll();
            java.util.concurrent.locks.LockSupport.parkNanos(100_000);
        }
    }

    @Test
    void shouldAskForReplayWhereASubscriptionBeginsInThePastButNotWhereItGoesOn() {
        rig.grants("a", "allow s subscribe platform.** for instance a");
        rig.start("a");
        Open.Builder past = Open.newBuilder().setPattern("platform.oms.x").setProfile(Profile.DURABLE);
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            for (Start begin : new Start[] {Start.EARLIEST, Start.SEQUENCE, Start.TIME}) {
                Opened refused = plugin.subscribe(
                                past.clone().setName("past").setBegin(begin).setBeginAt(1))
                        .opened();
                assertEquals(Refusal.Code.ACL_DENIED, refused.getRefusal().getCode(), begin::toString);
                assertTrue(
                        refused.getRefusal().getText().contains("replay"),
                        () -> refused.getRefusal().getText());
            }
            plugin.subscribe(past.clone().setName("now").setBegin(Start.LATEST)).number();
            rig.grants(
                    "a", "allow s subscribe platform.** for instance a", "allow r replay platform.** for instance a");
            Await.until(
                    "the past may be read",
                    () -> !plugin.subscribe(past.clone().setName("past").setBegin(Start.EARLIEST))
                            .opened()
                            .hasRefusal());
        }
        rig.grants("a", "allow s subscribe platform.** for instance a");
        rig.stop("a");
        rig.start("a");
        try (TestPlugin plugin = TestPlugin.attach(rig.folder("a"))) {
            plugin.subscribe(past.clone().setName("past").setBegin(Start.EARLIEST))
                    .number();
            assertTrue(plugin.subscribe(past.clone().setBegin(Start.EARLIEST))
                    .opened()
                    .hasRefusal());
        }
    }
}
