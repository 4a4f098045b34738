package io.meridian.bus.kafka;

import io.meridian.bus.delivery.Profile;
import io.meridian.bus.engine.EngineException;
import io.meridian.bus.topic.TopicPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The Kafka topics of this deployment: finds them, creates those that are wanted, and looks after their settings. */
final class Catalog {
    private static final long FULL_LOOK_NS = 5_000_000_000L;

    private static final int LOOKS_TO_BELIEVE = 5;

    private final KafkaNames names;
    private final ClientConfig config;
    private final TopicSettings wantedSettings;
    private final Episodes episodes;
    private final Map<String, KafkaTopic> topics = new ConcurrentHashMap<>();
    private volatile int version;
    private long lastFullLookNs = Long.MIN_VALUE / 2;

    Catalog(KafkaNames names, ClientConfig config, TopicSettings wantedSettings, Episodes episodes) {
        this.names = names;
        this.config = config;
        this.wantedSettings = wantedSettings;
        this.episodes = episodes;
    }

    /** Changes whenever a topic appears or goes, or gets more partitions. */
    int version() {
        return version;
    }

    /** The topic of this name, to be created when it does not exist. */
    KafkaTopic want(String name, Profile profile) {
        KafkaTopic topic = topics.computeIfAbsent(name, key -> new KafkaTopic(key, profile));
        topic.wanted = true;
        return topic;
    }

    /** The partitions that exist and may carry topics of this pattern. */
    List<TopicPartition> partitions(Profile profile, TopicPattern pattern) {
        List<TopicPartition> found = new ArrayList<>();
        for (KafkaTopic topic : topics.values()) {
            if (topic.profile == profile && names.mayCarry(topic.name, profile, pattern)) {
                for (int i = 0; i < topic.partitions; i++) {
                    found.add(new TopicPartition(topic.name, i));
                }
            }
        }
        return found;
    }

    /**
     * The same, but for one topic only its own partition, where that is certain: the Kafka topic has as many as this engine
     * would give it. Else every partition may have been its own once.
     */
    List<TopicPartition> narrowPartitions(Profile profile, TopicPattern pattern) {
        List<TopicPartition> all = partitions(profile, pattern);
        if (!pattern.isConcrete()) {
            return all;
        }
        KafkaTopic own = topics.get(names.kafkaTopic(pattern.topic(), profile));
        if (own == null || own.partitions != config.partitions()) {
            return all;
        }
        int partition = KafkaNames.partition(pattern.topic(), own.partitions);
        all.removeIf(each -> each.topic().equals(own.name) && each.partition() != partition);
        return all;
    }

    /** How many partitions lack a copy in step. */
    int underReplicated() {
        return topics.values().stream()
                .filter(topic -> topic.partitions > 0)
                .mapToInt(topic -> topic.underReplicated)
                .sum();
    }

    /** Those that exist but are not known to the producer of their profile yet. */
    List<KafkaTopic> notYetSendable() {
        List<KafkaTopic> found = new ArrayList<>();
        for (KafkaTopic topic : topics.values()) {
            if (topic.wanted && topic.partitions > 0 && topic.refusal == null && !topic.sendable) {
                found.add(topic);
            }
        }
        return found;
    }

    /** After a producer was replaced: its successor has to learn the topics first. */
    void forgetSendable(Profile profile) {
        topics.values().stream().filter(topic -> topic.profile == profile).forEach(topic -> topic.sendable = false);
    }

    /** Finds out what exists now. */
    synchronized void look(Admin admin, Waiter waiter) {
        Set<String> existing = new HashSet<>();
        for (String name : waiter.await(admin.listTopics().names())) {
            if (profileOf(name) != null || name.equals(names.notesTopic())) {
                existing.add(name);
            }
        }
        boolean full = System.nanoTime() - lastFullLookNs > FULL_LOOK_NS;
        Set<String> unknown = new HashSet<>();
        for (String name : existing) {
            KafkaTopic topic = topics.get(name);
            if (full || topic == null || topic.partitions == 0) {
                unknown.add(name);
            }
        }
        describe(admin, waiter, unknown);
        for (KafkaTopic topic : topics.values()) {
            topic.missing = existing.contains(topic.name) ? 0 : topic.missing + 1;
            // Right after it was made, a broker may not have heard of it.
            if (topic.partitions > 0 && topic.missing >= LOOKS_TO_BELIEVE) {
                topic.partitions = 0;
                topic.sendable = false;
                topic.checked = false;
                version++;
            }
        }
        if (full) {
            lastFullLookNs = System.nanoTime();
        }
    }

    private void describe(Admin admin, Waiter waiter, Set<String> unknown) {
        if (unknown.isEmpty()) {
            return;
        }
        Map<String, KafkaFuture<TopicDescription>> futures =
                admin.describeTopics(unknown).topicNameValues();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> entry : futures.entrySet()) {
            try {
                exists(entry.getKey(), waiter.await(entry.getValue()));
            } catch (UnknownTopicOrPartitionException e) {
                // Deleted in between, or so new that not every broker knows it: the next look tells.
                continue;
            }
        }
    }

    private void exists(String name, TopicDescription description) {
        Profile profile = profileOf(name);
        KafkaTopic topic =
                topics.computeIfAbsent(name, key -> new KafkaTopic(key, profile == null ? Profile.DURABLE : profile));
        int replicas = description.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        if (profile == Profile.DURABLE && config.replication() >= 3 && replicas < 3) {
            topic.refusal = "the Kafka topic " + name + " has replicas=" + replicas + ", but kafka.replication="
                    + config.replication() + " promises that durable messages survive a machine. Add replicas to it "
                    + "(kafka-reassign-partitions.sh), or set KAFKA_REPLICATION=" + replicas + ".";
            episodes.begin("refuse " + name, new EngineException(topic.refusal));
        } else {
            topic.refusal = null;
            episodes.end("refuse " + name);
        }
        topic.underReplicated = (int) description.partitions().stream()
                .filter(partition ->
                        partition.isr().size() < partition.replicas().size())
                .count();
        if (topic.partitions != description.partitions().size()) {
            topic.partitions = description.partitions().size();
            version++;
        }
    }

    private Profile profileOf(String name) {
        for (Profile profile : Profile.values()) {
            if (name.startsWith(names.prefix(profile))) {
                return profile;
            }
        }
        return null;
    }

    /** Creates what is wanted and missing. A topic that somebody else creates at the same time is as good. */
    synchronized void create(Admin admin, Waiter waiter) {
        List<NewTopic> missing = new ArrayList<>();
        for (KafkaTopic topic : topics.values()) {
            if (topic.wanted && topic.partitions == 0) {
                boolean notes = topic.name.equals(names.notesTopic());
                missing.add(new NewTopic(topic.name, notes ? 1 : config.partitions(), (short) config.replication())
                        .configs(notes ? wantedSettings.notes() : wantedSettings.of(topic.profile)));
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        var result = admin.createTopics(missing);
        for (NewTopic topic : missing) {
            String trouble = "create " + topic.name();
            try {
                waiter.await(result.values().get(topic.name()));
                topics.get(topic.name()).checked = true;
                topics.get(topic.name()).partitions = topic.numPartitions();
                version++;
                episodes.end(trouble);
            } catch (TopicExistsException e) {
                describe(admin, waiter, Set.of(topic.name()));
                episodes.end(trouble);
            } catch (RuntimeException e) {
                if (Failures.isPassing(e)) {
                    throw e;
                }
                episodes.begin(trouble, Failures.tell("creating the Kafka topic " + topic.name(), e));
            }
        }
    }

    /** Compares the settings of topics that were there before with what we would have given them. */
    synchronized void check(Admin admin, Waiter waiter) {
        Map<ConfigResource, KafkaTopic> unchecked = new HashMap<>();
        for (KafkaTopic topic : topics.values()) {
            if (topic.wanted && topic.partitions > 0 && !topic.checked) {
                unchecked.put(new ConfigResource(ConfigResource.Type.TOPIC, topic.name), topic);
            }
        }
        if (unchecked.isEmpty()) {
            return;
        }
        var futures = admin.describeConfigs(unchecked.keySet()).values();
        unchecked.forEach((resource, topic) -> {
            topic.checked = true;
            try {
                compare(topic, waiter.await(futures.get(resource)));
            } catch (LinkLostException e) {
                topic.checked = false;
                throw e;
            } catch (RuntimeException e) {
                episodes.begin("check " + topic.name, Failures.tell("reading the settings of " + topic.name, e));
            }
        });
    }

    private void compare(KafkaTopic topic, Config actual) {
        if (topic.name.equals(names.notesTopic())) {
            return;
        }
        List<String> wrong = wantedSettings.differences(topic.profile, key -> {
            var entry = actual.get(key);
            return entry == null ? null : entry.value();
        });
        if (!wrong.isEmpty()) {
            String fix = wrong.stream()
                    .map(text -> text.substring(0, text.indexOf(' ')))
                    .reduce((a, b) -> a + "," + b)
                    .get();
            episodes.begin(
                    "settings " + topic.name,
                    new EngineException(
                            "the Kafka topic " + topic.name + " was there before and keeps messages otherwise than "
                                    + "this engine promises: " + String.join("; ", wrong)
                                    + ". It is used as it is. Change it with "
                                    + "kafka-configs.sh --alter --entity-type topics --entity-name " + topic.name
                                    + " --add-config "
                                    + fix + ", or change the settings of this engine."));
        }
        if (actual.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG) != null) {
            episodes.end("check " + topic.name);
        }
    }
}
