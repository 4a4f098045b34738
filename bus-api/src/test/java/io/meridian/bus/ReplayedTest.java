package io.meridian.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.envelope.MessageContext;
import io.meridian.bus.grant.GrantTable;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplayedTest {
    private BusRig rig = new BusRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private List<Boolean> flags(Bus from) {
        List<Boolean> flags = new ArrayList<>();
        Subscription all = rig.open().subscribe(SubscriptionSpec.fast("a.b"), message -> {
            flags.add(message.isReplayed());
            return Verdict.ACCEPT;
        });
        Publisher publisher = from.publisher(PublisherSpec.fast("a.b"));
        BusRig.offer(publisher, "bare");
        publisher.offer(new MessageContext(), new UnsafeBuffer(new byte[3]), 0, 3);
        publisher.offer(new MessageContext().correlation(7), new UnsafeBuffer(new byte[3]), 0, 3);
        MessageClaim claim = new MessageClaim();
        assertTrue(publisher.tryClaim(3, claim) > 0);
        claim.commit();
        all.poll(10);
        return flags;
    }

    @Test
    void shouldFlagEveryMessageWhenThePoolPlaysThePast() {
        Bus player = rig.open(rig.context().grants(GrantTable.unrestricted(), "p", "REPLAY"));
        assertFalse(player.config().actsOnReplayed());
        assertEquals(List.of(true, true, true, true), flags(player));
    }

    @Test
    void shouldFlagEveryMessageWhenTheDeploymentLivesOnThePast() {
        rig = new BusRig("bus.replayed", "true");
        Bus any = rig.open();
        assertTrue(any.config().actsOnReplayed());
        assertEquals(List.of(true, true, true, true), flags(any));
    }

    @Test
    void shouldFlagNothingOfItselfWhenNeitherIsSo() {
        assertEquals(List.of(false, false, false, false), flags(rig.open()));
    }
}
