package io.meridian.conformance;

import io.meridian.conformance.stage.Patterns;
import io.meridian.conformance.stage.Seen;
import io.meridian.conformance.stage.Watched;
import io.meridian.plugin.contract.proto.AttachRequest;
import io.meridian.plugin.contract.proto.Figure;
import io.meridian.plugin.contract.proto.Health;
import io.meridian.plugin.contract.proto.StatePolicy;
import java.util.HashSet;
import java.util.List;

/** How a plugin comes in, and how it lives while all is well. */
final class LifecycleChecks {
    private LifecycleChecks() {}

    static List<Check> all() {
        return List.of(
                check("L01", "It attaches to its sidecar after it is started", trial -> {
                    trial.start();
                    trial.awaitAttaches(1);
                }),
                check("L02", "It speaks version 1 of the contract", trial -> {
                    int version = attach(trial).getContractVersion();
                    trial.require(version == 1, "it says contract_version=" + version);
                }),
                check("L03", "It shows the token that lies in the folder", trial -> {
                    attach(trial);
                    Seen.Attach first = trial.platform().attaches().getFirst();
                    trial.require(first.refusal() == null, "its first attach was refused: " + first.refusal());
                }),
                check(
                        "L04",
                        "It gives the id of its manifest",
                        trial -> same(
                                trial, "id", trial.subject().id(), attach(trial).getPlugin())),
                check(
                        "L05",
                        "It gives the version of its manifest",
                        trial -> same(
                                trial,
                                "version",
                                trial.subject().version(),
                                attach(trial).getVersion())),
                check("L06", "It says in which language it is written", trial -> {
                    String language = attach(trial).getLanguage();
                    trial.require(!language.isBlank(), "language is empty");
                }),
                check(
                        "L07",
                        "It declares the topics to publish that its manifest has",
                        trial -> same(
                                trial,
                                "publishes",
                                new HashSet<>(trial.subject().publishes()),
                                new HashSet<>(attach(trial).getPublishesList()))),
                check(
                        "L08",
                        "It declares the topics to read that its manifest has",
                        trial -> same(
                                trial,
                                "subscribes",
                                new HashSet<>(trial.subject().subscribes()),
                                new HashSet<>(attach(trial).getSubscribesList()))),
                check("L09", "It declares whether it keeps state, as its manifest has it", trial -> {
                    boolean snapshots = attach(trial).getState() == StatePolicy.SNAPSHOT;
                    same(trial, "state SNAPSHOT", trial.subject().snapshots(), snapshots);
                }),
                check("L10", "It calls nothing without the session that the attach gave", trial -> {
                    trial.started();
                    List<String> strays = trial.platform().strays();
                    trial.require(strays.isEmpty(), "calls without a session: " + strays);
                }),
                check("L11", "It attaches once while all is well", trial -> {
                    trial.started().pass(1_500);
                    same(trial, "attaches", 1, trial.platform().attaches().size());
                }),
                check("L12", "It subscribes to all that it declares", trial -> {
                    trial.start();
                    trial.awaitAttaches(1);
                    trial.awaitSubscribed();
                }),
                check("L13", "It subscribes to nothing that it does not declare", trial -> {
                    trial.started();
                    for (Watched open : trial.platform().open()) {
                        trial.require(
                                Patterns.anyCovers(trial.subject().subscribes(), open.pattern()),
                                "it subscribed to " + open.pattern() + ", and declares "
                                        + trial.subject().subscribes());
                    }
                }),
                check("L14", "It gives heartbeats, one in two seconds at least", trial -> {
                    trial.started();
                    int before = trial.platform().heartbeats().size();
                    trial.await(
                            6_000,
                            () -> trial.platform().heartbeats().size() >= before + 3,
                            () -> "it gave " + (trial.platform().heartbeats().size() - before) + " heartbeats, not 3");
                }),
                check("L15", "It says in each heartbeat how it is", trial -> {
                    trial.started().requireAlive("some time");
                    for (Seen.Heartbeat beat : trial.platform().heartbeats()) {
                        Health health = beat.request().getHealth();
                        trial.require(
                                health != Health.HEALTH_UNSPECIFIED && health != Health.UNRECOGNIZED,
                                "health=" + health);
                    }
                }),
                check("L16", "It says that it is healthy once it has started", Trial::started),
                check("L17", "It gives at most 8 figures, with proper names", trial -> {
                    trial.started().requireAlive("some time");
                    for (Seen.Heartbeat beat : trial.platform().heartbeats()) {
                        List<Figure> figures = beat.request().getFiguresList();
                        trial.require(figures.size() <= 8, "it gave " + figures.size() + " figures");
                        for (Figure figure : figures) {
                            trial.require(
                                    figure.getName().matches("[a-z][a-z0-9_.]{0,39}")
                                            && Double.isFinite(figure.getValue()),
                                    "figure name=\"" + figure.getName() + "\" value=" + figure.getValue());
                        }
                    }
                }),
                check("L18", "It gives a reason when it says that it is not well", trial -> {
                    trial.started().requireAlive("some time");
                    for (Seen.Heartbeat beat : trial.platform().heartbeats()) {
                        Health health = beat.request().getHealth();
                        trial.require(
                                (health != Health.DEGRADED && health != Health.SICK)
                                        || !beat.request().getReason().isBlank(),
                                "it says " + health + " without a reason");
                    }
                }));
    }

    private static Check check(String id, String title, Check.Body body) {
        return new Check(id, Group.LIFECYCLE, title, body);
    }

    private static AttachRequest attach(Trial trial) {
        trial.start();
        trial.awaitAttaches(1);
        return trial.platform().attaches().getFirst().request();
    }

    private static void same(Trial trial, String what, Object expected, Object given) {
        trial.require(expected.equals(given), what + " should be " + expected + ", and is " + given);
    }
}
