package io.meridian.sdk.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.proto.Action;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.test.PluginTest;
import io.meridian.sdk.test.Published;
import io.meridian.sdk.test.Sim;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The runtime, on the frames of the contract, with the other end played by the test. */
@PluginTest(SamplePlugin.class)
final class RuntimeTest {
    private static List<String> seen(Sim sim) {
        return ((SamplePlugin) sim.plugin()).seen;
    }

    private static void say(Sim sim, String text) {
        sim.publish("custom.in", 0, 0, text.getBytes(UTF_8));
    }

    @Test
    void shouldCallTheMostSpecificHandlerWhenThereAreMoreGeneralOnes(Sim sim) {
        sim.bus().publish("platform.data.trade.X.A", 0, 0, new byte[0]);
        sim.quote("AAPL", 1, 2);
        say(sim, "hello");
        assertEquals(List.of("quote AAPL 1.0", "message hello"), seen(sim));
    }

    @Test
    void shouldFailTheTestWhenATopicIsNotDeclared(Sim sim) {
        AssertionError failure = assertThrows(AssertionError.class, () -> sim.quote("UNDECLARED", 1, 2));
        assertTrue(failure.getMessage().contains("custom.elsewhere"), failure.getMessage());
        assertTrue(failure.getMessage().contains("publishes"), failure.getMessage());
        sim.allowRefusals();
        assertEquals("refused publish custom.elsewhere ACL_DENIED", seen(sim).getLast());
    }

    @Test
    void shouldFailTheTestWhenAHandlerThrows(Sim sim) {
        AssertionError failure = assertThrows(AssertionError.class, () -> say(sim, "fail"));
        assertEquals("as the test wants", failure.getCause().getMessage());
    }

    @Test
    void shouldDeliverAgainWhenAHandlerThrowsAndGiveUpInTheEnd(Sim sim) {
        sim.allowFailures();
        ((SamplePlugin) sim.plugin()).failOn = 3;
        say(sim, "fail");
        assertEquals(List.of("message fail", "message fail again 2", "message fail again 3"), seen(sim));
        ((SamplePlugin) sim.plugin()).failOn = -1;
        say(sim, "fail");
        assertEquals(1, sim.bus().deadLetters().size());
        say(sim, "bad");
        assertEquals(2, sim.bus().deadLetters().size());
    }

    @Test
    void shouldRecoverWhatTheSnapshotDoesNotCoverWhenItCrashes(Sim sim) {
        say(sim, "one");
        say(sim, "keep");
        assertNotNull(sim.bus().state());
        say(sim, "two");
        assertEquals(1, sim.bus().unconfirmed());
        sim.crashPlugin();
        SamplePlugin after = (SamplePlugin) sim.plugin();
        assertEquals(List.of("message two again 2"), after.seen);
        assertEquals("one keep two ", after.kept);
        say(sim, "three");
        assertEquals("one keep two three ", after.kept);
    }

    @Test
    void shouldKeepItsStateWhenStoppedInGoodOrder(Sim sim) {
        say(sim, "one");
        sim.stop();
        assertNotNull(sim.bus().state());
        assertTrue(sim.runtime().isStopped());
    }

    @Test
    void shouldFireTimersInTheirOrderWhenTimePasses(Sim sim) {
        sim.quote("TIMER", 1, 2);
        sim.advance(Duration.ofMillis(2500));
        assertEquals(List.of("quote TIMER 1.0", "timer beat", "timer once", "timer beat"), seen(sim));
    }

    @Test
    void shouldSendNoIntentWhenWarmingUp(Sim sim) {
        sim.quote("AAPL", 1, 2);
        sim.trade("AAPL", 1.5, 10);
        sim.advance(Duration.ofSeconds(10));
        sim.quote("HISTORY", 1, 2);
        sim.trade("AAPL", 1.6, 10);
        assertEquals(
                List.of("quote AAPL 1.0", "quote HISTORY 1.0", "data AAPL old -5", "notice LIVE", "data AAPL"),
                seen(sim));
        sim.expectNoTarget("AAPL");
    }

    @Test
    void shouldSayAnIntentOnceWhenItDoesNotChange(Sim sim) {
        sim.quote("TARGET", 5, 6);
        sim.quote("TARGET", 5, 6);
        sim.expectCount("platform.portfolio.target.*", 1);
        assertTrue(seen(sim).contains("target -6"), seen(sim).toString());
        assertEquals(5, sim.venue().position("TARGET"));
    }

    @Test
    void shouldFillOrdersAtTheTouchWhenTheSimulatedVenueTakesThem(Sim sim) {
        sim.quote("BUY", 10, 11);
        NewOrder order = sim.expectOrder("BUY", Side.BUY, 10);
        assertTrue(order.orderId().length() <= 40);
        assertEquals(
                List.of("quote BUY 10.0", "order true", "order is OPEN", "fill 10.0 @ 11.0", "order is FILLED"),
                seen(sim));
        assertEquals(10, ((SamplePlugin) sim.plugin()).held("BUY"));
    }

    @Test
    void shouldFillInPartsAndRejectWhenATestSaysSo(Sim sim) {
        sim.venue().fillOnly(4);
        sim.quote("BUY", 10, 11);
        assertEquals("order is PARTIALLY_FILLED", seen(sim).getLast());
        sim.venue().rejectNext("no credit");
        sim.quote("BUY", 3, 4);
        assertEquals("order is REJECTED no credit", seen(sim).getLast());
        assertEquals(4, ((SamplePlugin) sim.plugin()).held("BUY"));
    }

    @Test
    void shouldHoldALimitOrderUntilAQuoteReachesIt(Sim sim) {
        sim.quote("LIMIT", 11, 12);
        assertEquals(1, sim.venue().openOrders().size());
        sim.bus().publish("custom.in", 0, 0, "x".getBytes(UTF_8));
        sim.run();
        assertEquals(0, sim.venue().position("LIMIT"));
        sim.venue().hold(true);
        sim.quote("OTHER", 1, 2);
        assertEquals(1, sim.venue().openOrders().size());
    }

    @Test
    void shouldAnswerRequestsWhenItIsAsked(Sim sim) {
        sim.quote("ASK", 1, 2);
        assertEquals("reply 5", seen(sim).getLast());
    }

    @Test
    void shouldWaitForRoomWhenTheBusPushesBack(Sim sim) {
        say(sim, "big");
        sim.expectCount("custom.out", 2000);
        assertEquals(List.of("message big"), seen(sim));
    }

    @Test
    void shouldTellTheAuthorWhenAGrantIsRevokedAndGivenBack(Sim sim) {
        sim.allowRefusals();
        sim.bus().deny(Action.SUBSCRIBE, "custom.in");
        sim.run();
        assertEquals(List.of("notice REVOKED", "grants"), seen(sim));
        say(sim, "unheard");
        assertEquals(2, seen(sim).size());
        sim.bus().deny(Action.PUBLISH, "custom.other");
        sim.run();
        assertEquals(List.of("notice REVOKED", "grants", "grants"), seen(sim), "it is told once that it is denied");
        sim.bus().allowAgain(Action.SUBSCRIBE, "custom.in");
        sim.run();
        say(sim, "heard again");
        assertEquals("message heard again", seen(sim).getLast());
        sim.bus().deny(Action.SUBSCRIBE, "custom.in");
        sim.run();
        say(sim, "unheard");
        assertEquals("grants", seen(sim).getLast());
    }

    @Test
    void shouldTellWhatWasRefusedWhenTheLatchIsSet(Sim sim) {
        sim.allowRefusals();
        sim.bus().latch(true);
        sim.quote("BUY", 10, 11);
        assertEquals(
                "refused publish platform.oms.command.sample LATCHED", seen(sim).getLast());
        assertTrue(seen(sim).contains("grants latched"));
        sim.bus().latch(false);
        sim.bus().refuse(message -> true, Refusal.Code.RATE_LIMITED, "too fast", true);
        sim.quote("BUY", 10, 11);
        assertEquals(
                "refused publish platform.oms.command.sample RATE_LIMITED",
                seen(sim).getLast());
    }

    @Test
    void shouldAbortAClaimThatWasLeftOpen(Sim sim) {
        sim.allowFailures();
        sim.quote("HOLD", 1, 2);
        assertEquals(1, sim.failures().size());
        sim.quote("TARGET", 5, 6);
        sim.expectTarget("TARGET", 5);
    }

    @Test
    @PluginTest(value = SamplePlugin.class, settings = "size=7")
    void shouldUseNewSettingsOnlyWhenTheyAreRight(Sim sim) {
        sim.bus().setting("size", "8");
        sim.run();
        assertEquals(List.of("settings 8"), seen(sim));
        sim.bus().setting("size", "88");
        sim.run();
        assertEquals(List.of("settings 8"), seen(sim));
        assertTrue(sim.bus().logs().getLast().getFieldsMap().get("why").contains("size"));
    }

    @Test
    void shouldSayWhatFollowsFromWhatWhenItPublishes(Sim sim) {
        sim.quote("TARGET", 5, 6);
        Published target = sim.expectPublished("platform.portfolio.target.sample");
        assertEquals(1, target.causationSequence());
        assertEquals(1, target.causationSource());
        assertFalse(target.duplicate());
    }

    @Test
    void shouldKeepSubscriptionsWhenTheSidecarIsRestarted(Sim sim) {
        sim.crashSidecar();
        assertEquals(2, sim.runtime().attaches());
        sim.quote("AAPL", 1, 2);
        assertEquals(List.of("quote AAPL 1.0"), seen(sim));
    }

    @Test
    void shouldCountAFillOnceWhenItComesTwice(Sim sim) {
        sim.fill("o-1", "AAPL", Side.BUY, 10, 100);
        Published fill = sim.bus().record().getLast();
        sim.publish(fill.topic(), fill.schemaId(), fill.schemaVersion(), fill.payload());
        sim.fill("o-1", "AAPL", Side.SELL, 4, 100);
        assertEquals(6, ((SamplePlugin) sim.plugin()).held("AAPL"));
    }
}
