package io.meridian.manager.grants;

import static io.meridian.manager.TestManager.ANNA;
import static io.meridian.manager.TestManager.BO;
import static io.meridian.manager.TestManager.create;
import static io.meridian.manager.TestManager.register;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.grant.Action;
import io.meridian.bus.grant.Decision.Reason;
import io.meridian.bus.grant.Effect;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.manager.Manager;
import io.meridian.manager.TestManager;
import io.meridian.manager.basis.Mode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why somebody can or cannot do something: each reason there is, with the grant behind it. */
final class GrantAnswerTest {
    private static final String POOL = "SIGNAL";

    @TempDir
    private Path folder;

    private Manager manager;
    private GrantBoard board;
    private Instant now;

    @BeforeEach
    void open() {
        TestManager test = new TestManager(folder, Mode.PRODUCTION);
        manager = test.open();
        board = manager.grants();
        create(manager, "m1", register(manager, "momo", "1.0.0"));
        now = test.clock.instant();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private GrantRule request(Effect effect, String pattern, Instant until) {
        return board.request(
                ANNA,
                new GrantBoard.Wanted("m1", effect, Action.SUBSCRIBE, TopicPattern.of(pattern), until, "try"),
                POOL,
                false);
    }

    private GrantRule grant(Effect effect, String pattern, Instant until) {
        return board.approve(BO, List.of(request(effect, pattern, until).id()), 0, "fine")
                .getFirst();
    }

    private GrantAnswer ask(String pattern, Instant at) {
        return GrantAnswer.of(board, "m1", POOL, Action.SUBSCRIBE, TopicPattern.of(pattern), at);
    }

    @Test
    void shouldNameTheGrantWhenItIsAllowed() {
        GrantRule wide = grant(Effect.ALLOW, "platform.data.trade.XLON.*", null);
        GrantAnswer answer = ask("platform.data.trade.XLON.VOD", now);
        assertTrue(answer.decision().allowed());
        assertEquals(wide.id(), answer.rule().orElseThrow().id());
        assertTrue(answer.ceiling().within());
        assertEquals(List.of(), answer.waiting());
    }

    @Test
    void shouldNameWhatDeniesAndWinsWhenBothAreThere() {
        grant(Effect.ALLOW, "platform.data.trade.XLON.*", null);
        GrantRule deny = grant(Effect.DENY, "platform.data.trade.XLON.VOD", null);
        GrantAnswer answer = ask("platform.data.trade.XLON.VOD", now);
        assertFalse(answer.decision().allowed());
        assertEquals(Reason.DENIED_BY_RULE, answer.decision().reason());
        assertEquals(deny.id(), answer.rule().orElseThrow().id());
    }

    @Test
    void shouldTellWhatWaitsWhenNobodyHasDecidedYet() {
        GrantRule asked = request(Effect.ALLOW, "platform.data.trade.XLON.*", null);
        GrantAnswer answer = ask("platform.data.trade.XLON.VOD", now);
        assertEquals(Reason.NO_RULE, answer.decision().reason());
        assertEquals(asked.id(), answer.waiting().getFirst().id());
        assertEquals(List.of(), ask("platform.data.trade.**", now).waiting(), "it would not cover that");
    }

    @Test
    void shouldSayThatItIsOverWhenItsTimeIs() {
        GrantRule until = grant(Effect.ALLOW, "platform.data.trade.XLON.*", now.plusSeconds(60));
        assertTrue(ask("platform.data.trade.XLON.VOD", now).decision().allowed());
        GrantAnswer later = ask("platform.data.trade.XLON.VOD", now.plusSeconds(61));
        assertEquals(Reason.EXPIRED, later.decision().reason());
        assertEquals(until.id(), later.rule().orElseThrow().id());
    }

    @Test
    void shouldSayWhichPartIsCoveredWhenNotAllIs() {
        GrantRule part = grant(Effect.ALLOW, "platform.data.trade.XLON.*", null);
        GrantAnswer answer = ask("platform.data.trade.**", now);
        assertEquals(Reason.PARTLY_COVERED, answer.decision().reason());
        assertEquals(part.id(), answer.nearest().orElseThrow().id());
    }

    @Test
    void shouldSayThatItsPoolCannotBeGrantedItAtAll() {
        GrantAnswer answer =
                GrantAnswer.of(board, "m1", POOL, Action.PUBLISH, TopicPattern.of("platform.oms.event.hello"), now);
        assertFalse(answer.decision().allowed());
        assertFalse(answer.ceiling().within());
    }
}
