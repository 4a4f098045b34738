package io.meridian.conformance;

import com.google.protobuf.ByteString;
import io.meridian.conformance.stage.Seen;
import io.meridian.conformance.stage.Watched;
import io.meridian.plugin.contract.proto.Delivery;
import io.meridian.plugin.contract.proto.Notice;
import io.meridian.plugin.contract.proto.Verdict;
import java.util.List;
import java.util.Random;

/** What a plugin does with what it is given. */
final class MessageChecks {
    private static final int STORM = 20;

    private MessageChecks() {}

    static List<Check> all() {
        return List.of(
                check("M01", "It takes a message of every pattern that it reads", trial -> {
                    trial.started();
                    for (Watched each : trial.platform().open()) {
                        trial.platform().deliver(trial.sample(each).build());
                    }
                    trial.requireAlive("a message of each pattern");
                    trial.awaitSettled("a message");
                }),
                check("M02", "It settles a durable message as done", trial -> {
                    Watched durable = trial.started().durable();
                    trial.platform().deliver(trial.sample(durable).build());
                    trial.awaitSettled("the message");
                    List<Seen.Settled> verdicts =
                            trial.platform().progress(true).verdicts();
                    trial.require(
                            verdicts.getLast().settle().getVerdict() == Verdict.DONE,
                            "it settled a good message with "
                                    + verdicts.getLast().settle());
                }),
                check("M03", "It settles only what it was given", trial -> {
                    Watched durable = trial.started().durable();
                    repeat(trial, trial.sample(durable).build(), 50);
                    trial.platform().await(Trial.SOON_MS, () -> {
                        Seen.Progress progress = trial.platform().progress(true);
                        return progress.settled() == progress.delivered()
                                || !trial.platform().violations().isEmpty();
                    });
                    trial.require(
                            trial.platform().violations().isEmpty(),
                            trial.platform().violations().toString());
                }),
                check("M04", "It settles 600 durable messages, more than are under way at first", trial -> {
                    Watched durable = trial.started().durable();
                    repeat(trial, trial.sample(durable).build(), 600);
                    trial.awaitSettled("one of 600 messages");
                    trial.require(
                            trial.platform().progress(true).delivered() >= 600,
                            "it let only " + trial.platform().progress(true).delivered() + " of 600 come");
                }),
                check("M05", "It lets 2000 messages come, more than are under way at first", trial -> {
                    Watched any = trial.started().subscription();
                    repeat(trial, trial.sample(any).build(), 2_000);
                    trial.awaitCount(
                            2_000,
                            () -> trial.platform().progress(false).delivered(),
                            () -> "it let only "
                                    + trial.platform().progress(false).delivered() + " of 2000 come");
                    trial.requireAlive("2000 messages");
                }),
                survives(
                        "M06",
                        "It lives on after a message without a payload",
                        (trial, to) ->
                                trial.sample(to).setPayload(ByteString.EMPTY).build()),
                survives("M07", "It lives on after a payload that is cut off", (trial, to) -> {
                    Delivery whole = trial.sample(to).build();
                    return whole.toBuilder()
                            .setPayload(whole.getPayload()
                                    .substring(0, whole.getPayload().size() / 2))
                            .build();
                }),
                survives("M08", "It lives on after a payload of random bytes", (trial, to) -> {
                    byte[] random = new byte[200];
                    new Random(42).nextBytes(random);
                    return trial.sample(to)
                            .setPayload(ByteString.copyFrom(random))
                            .build();
                }),
                survives(
                        "M09",
                        "It lives on after a message of a schema that it does not know",
                        (trial, to) ->
                                trial.bytes(to, 64_999, new byte[] {1, 2, 3}).build()),
                survives("M10", "It lives on after a message of a later version of its schema", (trial, to) -> {
                    Delivery sample = trial.sample(to).build();
                    return sample.toBuilder()
                            .setHead(sample.getHead().toBuilder().setSchemaVersion(99))
                            .setPayload(sample.getPayload().concat(ByteString.copyFrom(new byte[64])))
                            .build();
                }),
                survives(
                        "M11",
                        "It lives on after the largest message there can be",
                        (trial, to) -> trial.bytes(to, 0, new byte[64 << 10]).build()),
                survives("M12", "It lives on after a message that comes for the fifth time", (trial, to) -> {
                    trial.played();
                    return trial.sample(to)
                            .setAttempt(5)
                            .setDuplicatePossible(true)
                            .build();
                }),
                check("M13", "It settles a message again that comes twice", trial -> {
                    trial.played();
                    Watched durable = trial.started().durable();
                    Delivery once = trial.sample(durable).build();
                    Delivery numbered = once.toBuilder()
                            .setId(once.getId().toBuilder().setSequence(77))
                            .build();
                    trial.platform().deliver(numbered);
                    trial.platform()
                            .deliver(numbered.toBuilder()
                                    .setAttempt(2)
                                    .setDuplicatePossible(true)
                                    .build());
                    trial.awaitSettled("one of the two");
                    trial.requireAlive("a message that came twice");
                }),
                check("M14", "It sends no order because of a message from the past", trial -> {
                    trial.played();
                    Watched any = trial.started().subscription();
                    int before = orders(trial);
                    for (int i = 0; i < 100; i++) {
                        trial.platform()
                                .deliver(trial.sample(any)
                                        .setReplayed(true)
                                        .setAttempt(1)
                                        .build());
                    }
                    trial.requireAlive("messages from the past");
                    int sent = orders(trial) - before;
                    trial.require(sent == 0, "it sent " + sent + " orders or targets");
                }),
                notice("M15", Notice.Kind.GAP, "a gap"),
                notice("M16", Notice.Kind.DROPPED, "a loss"),
                notice("M17", Notice.Kind.LIVE, "the end of the past"),
                check("M18", "It takes messages again when the bus was away", trial -> {
                    Watched any = trial.started().subscription();
                    trial.played().notice(told(Notice.Kind.CONNECTION_LOST, any));
                    trial.played().notice(told(Notice.Kind.CONNECTED, any));
                    trial.requireAlive("the bus was away");
                    long before = trial.platform().progress(false).delivered();
                    trial.platform().deliver(trial.sample(any).build());
                    trial.requireAlive("the next message");
                    trial.require(trial.platform().progress(false).delivered() > before, "it is subscribed no more");
                    trial.awaitSettled("the next message");
                }),
                check("M19", "It does not storm when a subscription is taken away", trial -> {
                    trial.started().subscription();
                    int before = tries(trial);
                    trial.platform().revokeSubscriptions();
                    trial.pass(2_000);
                    int tries = tries(trial) - before;
                    trial.require(tries <= STORM, "it attached or subscribed " + tries + " times in 2 s");
                }),
                check("M20", "It does not storm when a subscription is refused", trial -> {
                    trial.skipUnless(!trial.subject().subscribes().isEmpty(), "it reads nothing");
                    trial.platform().revokeSubscriptions();
                    trial.start();
                    trial.awaitAttaches(1);
                    trial.pass(2_000);
                    trial.require(tries(trial) <= STORM, "it attached or subscribed " + tries(trial) + " times in 2 s");
                }),
                check("M21", "It lives on after messages of 500 topics", trial -> {
                    trial.started();
                    Watched wide = trial.platform().open().stream()
                            .filter(each -> each.pattern().endsWith("*"))
                            .findFirst()
                            .orElse(null);
                    trial.skipUnless(wide != null, "it reads single topics only");
                    for (int i = 0; i < 500; i++) {
                        String topic = Samples.topic(wide.pattern()).replaceFirst("[^.]+$", "x" + i);
                        trial.platform().deliver(Samples.of(topic).build());
                    }
                    trial.requireAlive("500 topics");
                    trial.awaitSettled("one of them");
                }));
    }

    /** What to give to a plugin. */
    private interface Odd {
        Delivery message(Trial trial, Watched to);
    }

    /** It must live on, settle what was odd, and take a good message after it. */
    private static Check survives(String id, String title, Odd odd) {
        return check(id, title, trial -> {
            Watched to = trial.started().subscription();
            trial.platform().deliver(odd.message(trial, to));
            trial.requireAlive("that message");
            trial.platform().deliver(trial.sample(to).build());
            trial.awaitSettled("that message, or the good one after it,");
            trial.requireAlive("the good message after it");
        });
    }

    private static Check notice(String id, Notice.Kind kind, String what) {
        return check(id, "It lives on when it is told of " + what, trial -> {
            Watched any = trial.started().subscription();
            trial.played().notice(told(kind, any));
            trial.requireAlive("it was told of " + what);
        });
    }

    private static Notice told(Notice.Kind kind, Watched to) {
        return Notice.newBuilder()
                .setKind(kind)
                .setTopic(Samples.topic(to.pattern()))
                .setCount(3)
                .setText("the kit says so")
                .build();
    }

    private static int tries(Trial trial) {
        return trial.platform().attaches().size() + trial.platform().openings();
    }

    private static void repeat(Trial trial, Delivery message, int times) {
        for (int i = 0; i < times; i++) {
            trial.platform().deliver(message);
        }
    }

    static int orders(Trial trial) {
        return (int) trial.platform().published().stream()
                .filter(each -> each.head()
                        .getTopic()
                        .matches("platform\\.((oms|ems)\\.command|portfolio)\\..*"
                                + "|platform\\.ccm\\.[^.]+\\.command.*"))
                .count();
    }

    private static Check check(String id, String title, Check.Body body) {
        return new Check(id, Group.MESSAGES, title, body);
    }
}
