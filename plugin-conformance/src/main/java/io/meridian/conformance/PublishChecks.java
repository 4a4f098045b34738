package io.meridian.conformance;

import io.meridian.conformance.stage.Patterns;
import io.meridian.conformance.stage.PlayedPlatform;
import io.meridian.conformance.stage.Seen;
import io.meridian.conformance.stage.Stage;
import io.meridian.conformance.stage.Watched;
import io.meridian.plugin.contract.proto.Profile;
import io.meridian.plugin.contract.proto.Refusal;
import io.meridian.plugin.contract.schema.TopicNames;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.agrona.concurrent.UnsafeBuffer;

/** What a plugin publishes, and what it does when it may not. */
final class PublishChecks {
    private static final int MAX_PAYLOAD = 64 << 10;

    /** More messages than this in a second, none of which is taken, are a storm. */
    private static final int STORM = 2_000;

    /** And so is one message, more often than this. */
    private static final int STORM_OF_ONE = 50;

    private PublishChecks() {}

    static List<Check> all() {
        return List.of(
                each("P01", "It publishes to topics that it declares, and to no other", (trial, message) -> {
                    String topic = message.head().getTopic();
                    trial.require(
                            Patterns.anyCovers(trial.subject().publishes(), topic),
                            "it published to " + topic + ", and declares "
                                    + trial.subject().publishes());
                }),
                each("P02", "It publishes to topics, not to patterns, and names no deployment", (trial, message) -> {
                    String topic = message.head().getTopic();
                    trial.require(
                            Patterns.isTopic(topic) && !topic.startsWith("deployment."), "topic=\"" + topic + "\"");
                }),
                each(
                        "P03",
                        "It says of what schema or content type a message is",
                        (trial, message) -> trial.require(
                                message.head().getSchemaId() != 0
                                        || !message.head().getContentType().isEmpty(),
                                "a message on " + message.head().getTopic() + " has neither")),
                each(
                        "P04",
                        "Its messages of the trading schema begin with the header of their schema",
                        (trial, message) -> {
                            int schema = message.head().getSchemaId();
                            if (schema > 0
                                    && schema < 1_000
                                    && message.head().getContentType().isEmpty()
                                    && message.head().getTopic().startsWith("platform.")) {
                                trial.require(
                                        message.payload().length >= MessageHeaderDecoder.ENCODED_LENGTH
                                                && template(message.payload()) == schema,
                                        "a message of schema_id=" + schema + " has another header");
                            }
                        }),
                each("P05", "Its messages are durable where the topic is", (trial, message) -> {
                    String topic = message.head().getTopic();
                    boolean durable = TopicNames.isDurable(topic)
                            || Patterns.anyCovers(trial.subject().durable(), topic);
                    trial.require(
                            !durable || message.profile() == Profile.DURABLE,
                            "a message on " + topic + " has profile=" + message.profile());
                }),
                each("P06", "The times that it gives are near to now", (trial, message) -> {
                    long time = message.head().getTsEvent();
                    long off = Math.abs(time - PlayedPlatform.nowNs());
                    trial.require(
                            time == 0 || off < TimeUnit.DAYS.toNanos(1),
                            "ts_event=" + time + " is far from now; it counts nanoseconds since 1970");
                }),
                each(
                        "P07",
                        "Its messages are not larger than the attach allowed",
                        (trial, message) -> trial.require(
                                message.payload().length <= MAX_PAYLOAD,
                                "a message has " + message.payload().length + " bytes")),
                each("P08", "A message that it says another follows from was given to it", (trial, message) -> {
                    var cause = message.head().getCausation();
                    trial.require(
                            cause.getSequence() == 0 || cause.getSource() == PlayedPlatform.PEER,
                            "it says a message follows from source=" + cause.getSource() + ", which sent it nothing");
                }),
                refused("P09", Refusal.Code.ACL_DENIED, "it has no grant"),
                refused("P10", Refusal.Code.BACK_PRESSURED, "the bus cannot take it now"),
                refused("P11", Refusal.Code.NOT_CONNECTED, "the bus is away"),
                refused("P12", Refusal.Code.RATE_LIMITED, "it is too fast"),
                refused("P13", Refusal.Code.LATCHED, "trading is stopped"),
                refused("P14", Refusal.Code.TOO_LARGE, "it is too large"));
    }

    /** Looks at one published message. */
    private interface Look {
        void at(Trial trial, Seen.Published message);
    }

    private static Check each(String id, String title, Look look) {
        return check(id, title, trial -> {
            for (Seen.Published message : provoke(trial)) {
                look.at(trial, message);
            }
        });
    }

    /** Gives it messages until it has published something. */
    private static List<Seen.Published> provoke(Trial trial) {
        trial.skipUnless(!trial.subject().publishes().isEmpty(), "it publishes nothing");
        trial.started();
        feed(trial, 60);
        trial.skipUnless(!trial.platform().published().isEmpty(), "it published nothing on the kit's messages");
        return trial.platform().published();
    }

    /** Messages of all that it reads; prices go up and down, so that whoever follows them has to act. */
    static void feed(Trial trial, int rounds) {
        Stage platform = trial.platform();
        for (int i = 0; i < rounds; i++) {
            for (Watched open : platform.open()) {
                long cents = 10_000 + Math.round(500 * Math.sin(i / 8.0));
                platform.deliver(
                        Samples.of(Samples.topic(open.pattern()), cents).build());
            }
        }
        int before = platform.published().size();
        platform.await(2_000, () -> platform.published().size() > before);
        trial.pass(200);
    }

    private static Check refused(String id, Refusal.Code code, String why) {
        return check(id, "It lives on, and does not storm, when a message is refused because " + why, trial -> {
            trial.skipUnless(!trial.subject().publishes().isEmpty(), "it publishes nothing");
            trial.skipUnless(trial.platform().refusePublishing(code), "it takes a played sidecar");
            trial.started();
            feed(trial, 60);
            int tried = trial.platform().published().size();
            trial.skipUnless(tried > 0, "it published nothing on the kit's messages");
            trial.pass(1_000);
            List<Seen.Published> all = trial.platform().published();
            List<Seen.Published> after = all.subList(tried, all.size());
            trial.require(after.size() <= STORM, "it sent " + after.size() + " messages in the second after");
            after.stream()
                    .collect(Collectors.groupingBy(
                            each -> List.of(each.head().getTopic(), ByteBuffer.wrap(each.payload())),
                            Collectors.counting()))
                    .forEach((message, times) -> trial.require(
                            times <= STORM_OF_ONE, "it sent one message " + times + " times in the second after"));
            trial.platform().takePublishing();
            trial.requireAlive("a refusal");
        });
    }

    private static int template(byte[] payload) {
        return new MessageHeaderDecoder().wrap(new UnsafeBuffer(payload), 0).templateId();
    }

    private static Check check(String id, String title, Check.Body body) {
        return new Check(id, Group.MESSAGES, title, body);
    }
}
