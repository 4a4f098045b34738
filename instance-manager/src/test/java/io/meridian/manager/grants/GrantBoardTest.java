package io.meridian.manager.grants;

import static io.meridian.manager.TestManager.ANNA;
import static io.meridian.manager.TestManager.BO;
import static io.meridian.manager.TestManager.CY;
import static io.meridian.manager.TestManager.create;
import static io.meridian.manager.TestManager.register;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.grant.Action;
import io.meridian.bus.grant.Effect;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.manager.Manager;
import io.meridian.manager.TestManager;
import io.meridian.manager.basis.Mode;
import io.meridian.manager.basis.Refusal;
import io.meridian.manager.registry.PluginVersion;
import io.meridian.plugin.contract.manifest.Manifest;
import io.meridian.sidecar.grants.GrantsText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GrantBoardTest {
    @TempDir
    private Path folder;

    private TestManager test;
    private Manager manager;
    private GrantBoard board;
    private PluginVersion version;

    @BeforeEach
    void open() {
        test = new TestManager(folder, Mode.PRODUCTION);
        manager = test.open();
        board = manager.grants();
        version = register(manager, "momo", "1.0.0");
        create(manager, "m1", version);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private GrantRule request(String instance, Action action, String pattern, String pool) {
        return board.request(
                ANNA,
                new GrantBoard.Wanted(instance, Effect.ALLOW, action, TopicPattern.of(pattern), null, "try"),
                pool,
                false);
    }

    private List<GrantRule> in(GrantState state) {
        return board.list("m1", EnumSet.of(state));
    }

    @Test
    void shouldRequestWhatTheManifestAsksForAndGrantNothingByItself() {
        assertEquals(2, in(GrantState.REQUESTED).size());
        assertEquals(List.of(), in(GrantState.ACTIVE));
        // The same version again asks for nothing new.
        assertEquals(2, board.list("m1", Set.of()).size());
    }

    @Test
    void shouldRequestToAskForThePastThatAManifestReads() {
        Manifest manifest = Manifest.parse(TestManager.manifest("past", "1.0.0")
                .replace("settings:", "replays:\n  - platform.data.bar.**\nsettings:"));
        assertTrue(
                Asked.of(manifest).stream()
                        .anyMatch(asked -> asked.action() == Action.REQUEST
                                && asked.pattern().startsWith("platform.history.bar.")),
                () -> Asked.of(manifest).toString());
    }

    @Test
    void shouldGrantTheManifestAtOnceInDevelopment() {
        manager.close();
        TestManager other = new TestManager(folder.resolve("dev"), Mode.DEVELOPMENT);
        manager = other.open();
        create(manager, "m1", register(manager, "momo", "1.0.0"));
        assertEquals(
                2, manager.grants().list("m1", EnumSet.of(GrantState.ACTIVE)).size());
    }

    @Test
    void shouldLetNobodyApproveAnOwnRequest() {
        GrantRule rule = in(GrantState.REQUESTED).getFirst();
        Refusal refused = assertThrows(Refusal.class, () -> board.approve(ANNA, List.of(rule.id()), 0, ""));
        assertEquals(Refusal.Kind.FORBIDDEN, refused.kind());
        assertEquals(
                GrantState.ACTIVE,
                board.approve(BO, List.of(rule.id()), 0, "").getFirst().state());
    }

    @Test
    void shouldTakeTwoPeopleForASensitiveGrant() {
        GrantRule rule = request("m1", Action.PUBLISH, "platform.oms.command.p", "STRATEGY");
        assertEquals(List.of("orders"), board.tags(rule));
        assertEquals(
                GrantState.REQUESTED,
                board.approve(BO, List.of(rule.id()), 0, "").getFirst().state());
        assertEquals(
                Refusal.Kind.CONFLICT,
                assertThrows(Refusal.class, () -> board.approve(BO, List.of(rule.id()), 0, ""))
                        .kind());
        assertEquals(
                GrantState.ACTIVE,
                board.approve(CY, List.of(rule.id()), 0, "").getFirst().state());
    }

    @Test
    void shouldRefuseWhatTheCeilingForbids() {
        Refusal refused =
                assertThrows(Refusal.class, () -> request("m1", Action.PUBLISH, "platform.oms.command.p", "SIGNAL"));
        assertTrue(refused.getMessage().contains("ceiling"), refused.getMessage());
    }

    @Test
    void shouldRefuseADecisionOnWhatWasChangedMeanwhile() {
        GrantRule rule = request("m1", Action.PUBLISH, "platform.oms.command.p", "STRATEGY");
        board.approve(BO, List.of(rule.id()), rule.revision(), "");
        assertEquals(
                Refusal.Kind.STALE,
                assertThrows(Refusal.class, () -> board.reject(CY, rule.id(), rule.revision(), "no"))
                        .kind());
    }

    @Test
    void shouldApproveSeveralAtOnceOnlyWhenTheyAskForTheSame() {
        create(manager, "m2", version);
        List<GrantRule> all = board.list(null, EnumSet.of(GrantState.REQUESTED));
        List<String> same = all.stream()
                .filter(rule -> rule.action() == Action.SUBSCRIBE)
                .map(GrantRule::id)
                .toList();
        assertEquals(2, same.size());
        assertThrows(
                Refusal.class,
                () -> board.approve(BO, all.stream().map(GrantRule::id).toList(), 0, ""));
        assertEquals(List.of(), board.list(null, EnumSet.of(GrantState.ACTIVE)), "all or nothing");
        board.approve(BO, same, 0, "");
        assertEquals(2, board.list(null, EnumSet.of(GrantState.ACTIVE)).size());
    }

    @Test
    void shouldEndAnEmergencyByItself() {
        GrantRule rule = board.breakGlass(
                ANNA,
                new GrantBoard.Wanted(
                        "m1", Effect.ALLOW, Action.SUBSCRIBE, TopicPattern.of("platform.signal.**"), null, "fire"),
                "SIGNAL",
                Duration.ofMinutes(10));
        assertEquals(GrantState.ACTIVE, rule.state());
        board.expire();
        assertEquals(GrantState.ACTIVE, board.get(rule.id()).state());
        test.clock.advance(Duration.ofMinutes(11));
        board.expire();
        assertEquals(GrantState.EXPIRED, board.get(rule.id()).state());
    }

    @Test
    void shouldWriteWhatASidecarReads() throws Exception {
        Path sidecar = manager.folder("m1").sidecar();
        manager.folder("m1").prepare(version.manifest(), "", java.util.Map.of());
        GrantRule rule = in(GrantState.REQUESTED).getFirst();
        board.approve(BO, List.of(rule.id()), 0, "");
        GrantsText text = GrantsText.parse(Files.readString(sidecar.resolve("grants")));
        assertEquals(
                List.of(rule.id()),
                text.grants().stream().map(grant -> grant.id()).toList());
        assertEquals(1, text.pending().size());
        board.revoke(BO, rule.id(), "not any more");
        assertEquals(
                List.of(),
                GrantsText.parse(Files.readString(sidecar.resolve("grants"))).grants());
    }

    @Test
    void shouldNoteEachStepAsAnAct() {
        GrantRule rule = in(GrantState.REQUESTED).getFirst();
        board.approve(BO, List.of(rule.id()), 0, "fine");
        var acts = manager.acts().latest(rule.id(), null, 10);
        assertEquals(
                List.of("grant.approve", "grant.request"),
                acts.stream().map(act -> act.action()).toList());
        assertEquals("bo", acts.getFirst().who());
        assertEquals("fine", acts.getFirst().why());
        assertFalse(acts.getFirst().after().isEmpty());
    }
}
