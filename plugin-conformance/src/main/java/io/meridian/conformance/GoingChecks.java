package io.meridian.conformance;

import static io.meridian.conformance.stage.PlayedPlatform.refusal;

import io.meridian.conformance.stage.PlayedPlatform;
import io.meridian.plugin.contract.proto.Refusal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a plugin does when it must wait, begin again, or go. */
final class GoingChecks {
    /** More attempts than this in two seconds are a storm. */
    private static final int STORM = 20;

    private GoingChecks() {}

    static List<Check> all() {
        return List.of(
                check("L20", "It says goodbye when it is told to end", trial -> {
                    trial.started();
                    trial.process().terminate();
                    boolean left = trial.platform()
                            .await(
                                    Trial.SOON_MS,
                                    () -> !trial.platform().leaves().isEmpty());
                    trial.require(left, "it ended without Leave");
                }),
                check("L21", "It ends within 5 seconds when it is told to", trial -> {
                    trial.started();
                    trial.process().terminate();
                    trial.require(trial.process().await(Trial.SOON_MS), "it is still there");
                }),
                check("L22", "It ends with 0, or as a process that was told to end does", trial -> {
                    trial.started();
                    trial.process().terminate();
                    trial.require(trial.process().await(Trial.SOON_MS), "it is still there");
                    int code = trial.process().exitCode();
                    trial.require(code == 0 || code == 143, "it ended with " + code);
                }),
                check("L23", "It tries again when its sidecar is not ready", trial -> {
                    refuseAttaches(trial, 2, Refusal.Code.NOT_READY);
                    trial.start();
                    trial.awaitAttaches(3);
                    trial.awaitSubscribed();
                }),
                check("L24", "It does not storm a sidecar that is not ready", trial -> {
                    refuseAttaches(trial, Integer.MAX_VALUE, Refusal.Code.NOT_READY);
                    trial.start();
                    trial.awaitAttaches(1);
                    trial.pass(2_000);
                    int attaches = trial.platform().attaches().size();
                    trial.require(attaches <= STORM, "it tried " + attaches + " times in 2 s");
                }),
                check("L25", "It does nothing but attach until it is in", trial -> {
                    refuseAttaches(trial, Integer.MAX_VALUE, Refusal.Code.NOT_READY);
                    trial.start();
                    trial.awaitAttaches(1);
                    trial.pass(1_000);
                    trial.require(
                            trial.platform().strays().isEmpty(),
                            "calls: " + trial.platform().strays());
                }),
                check("L26", "It does not storm when another process of it is in", trial -> {
                    refuseAttaches(trial, Integer.MAX_VALUE, Refusal.Code.ALREADY_ATTACHED);
                    trial.start();
                    trial.awaitAttaches(1);
                    trial.pass(2_000);
                    int attaches = trial.platform().attaches().size();
                    trial.require(attaches <= STORM, "it tried " + attaches + " times in 2 s");
                }),
                check("L27", "It comes back, or ends, when its sidecar is lost and there again", trial -> {
                    trial.started();
                    trial.platform().vanish();
                    trial.pass(300);
                    trial.platform().appear();
                    comeBack(trial);
                }),
                check("L28", "It subscribes again when it is back", trial -> {
                    trial.started();
                    trial.platform().vanish();
                    trial.pass(300);
                    trial.platform().appear();
                    comeBack(trial);
                    trial.awaitSubscribed();
                    trial.requireAlive("it came back");
                }),
                check("L29", "It comes in again when it was killed and is started again", trial -> {
                    trial.started();
                    restart(trial);
                    trial.awaitAttaches(2);
                    trial.awaitSubscribed();
                }),
                check("L30", "It takes its state back when there is one", trial -> {
                    savedState(trial);
                    restart(trial);
                    trial.awaitAttaches(2);
                    trial.awaitSubscribed();
                    trial.requireAlive("it was started again");
                    trial.require(trial.platform().loads() > 0, "it did not call LoadState");
                }),
                check("L31", "It saves its state when a snapshot is wanted", GoingChecks::savedState),
                check("L32", "It saves again what it took back, when nothing happened between", trial -> {
                    // A real sidecar brings again what came after the snapshot.
                    trial.played();
                    byte[] first = savedState(trial);
                    restart(trial);
                    trial.awaitAttaches(2);
                    trial.awaitSubscribed();
                    trial.platform().wantSnapshot();
                    trial.await(Trial.SOON_MS, () -> trial.platform().saves().size() > 1, "it saved no second time");
                    byte[] second = trial.platform().saves().getLast().state();
                    trial.require(
                            Arrays.equals(first, second),
                            "its state of " + first.length + " bytes came back as another, of " + second.length
                                    + " bytes");
                }),
                check("L33", "It saves no state when it declares none", trial -> {
                    trial.skipUnless(!trial.subject().snapshots(), "it keeps state");
                    trial.platform().wantSnapshot();
                    trial.started().pass(1_000);
                    trial.require(trial.platform().saves().isEmpty(), "it called SaveState");
                }),
                check("L34", "It lives on when its settings are told again", trial -> {
                    trial.started();
                    Map<String, String> settings = new HashMap<>(trial.subject().settings());
                    settings.put("conformance.unknown", "1");
                    trial.platform().settings(settings);
                    trial.requireAlive("its settings were told again");
                }),
                check("L35", "It lives on when its grants change", trial -> {
                    trial.started();
                    trial.platform().changeGrants();
                    trial.requireAlive("its grants changed");
                }),
                check("L36", "It lives on when trading is stopped", trial -> {
                    trial.started();
                    trial.platform().stopTrading();
                    trial.requireAlive("trading was stopped");
                }),
                check("L37", "It shows the new token when the old one was refused", trial -> {
                    trial.played()
                            .direct(script -> script.attach = request -> {
                                boolean first = trial.platform().attaches().isEmpty();
                                if (first) {
                                    trial.played().newToken();
                                }
                                return first ? refusal(Refusal.Code.TOKEN_REFUSED, "that token is too old") : null;
                            });
                    trial.start();
                    trial.awaitAttaches(2);
                    trial.await(Trial.START_MS, trial::isHealthy, "it never came in");
                    trial.require(
                            trial.platform().attaches().getLast().refusal() == null, "it showed the old token again");
                }));
    }

    private static Check check(String id, String title, Check.Body body) {
        return new Check(id, Group.LIFECYCLE, title, body);
    }

    private static void refuseAttaches(Trial trial, int times, Refusal.Code code) {
        PlayedPlatform platform = trial.played();
        platform.direct(script -> script.attach =
                request -> platform.attaches().size() < times ? refusal(code, "the kit refuses it on purpose") : null);
    }

    /** A plugin may also end when it lost its sidecar: the platform starts it again. */
    private static void comeBack(Trial trial) {
        trial.platform()
                .await(
                        Trial.START_MS,
                        () -> trial.platform().attaches().size() > 1
                                || !trial.process().isAlive());
        if (trial.platform().attaches().size() < 2 && !trial.process().isAlive()) {
            trial.start();
        }
        trial.awaitAttaches(2);
    }

    private static void restart(Trial trial) {
        trial.process().kill();
        trial.platform().pluginDied();
        trial.start();
    }

    private static byte[] savedState(Trial trial) {
        trial.skipUnless(trial.subject().snapshots(), "it keeps no state");
        trial.started();
        trial.skipUnless(trial.platform().wantSnapshot(), "it reads nothing that a snapshot would cover");
        trial.await(Trial.SOON_MS, () -> !trial.platform().saves().isEmpty(), "it did not call SaveState");
        return trial.platform().saves().getFirst().state();
    }
}
