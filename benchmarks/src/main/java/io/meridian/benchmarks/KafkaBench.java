package io.meridian.benchmarks;

import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.devservers.KafkaBroker;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka: the bus beside the plain client on the same broker, with the same keys, headers and values. */
final class KafkaBench implements AutoCloseable {
    private static final int PAYLOAD = 100;
    private static final int LIMIT = 512;
    private static final long WAIT_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Duration WAIT = Duration.ofNanos(WAIT_NS);
    private static final int PARTITIONS = 4;

    private final boolean quick;
    private final KafkaBroker broker;
    private final BusPair buses;
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[PAYLOAD]);
    private int nextTopic;

    KafkaBench(boolean quick) throws Exception {
        this.quick = quick;
        broker = KafkaBroker.in(Files.createTempDirectory("meridian-bench-kafka-"))
                .start();
        buses = new BusPair(Map.of(
                "bus.backend",
                "kafka",
                "bus.deployment",
                "bench",
                "kafka.bootstrap",
                broker.bootstrap(),
                "kafka.partitions",
                Integer.toString(PARTITIONS)));
    }

    void measure(Pairs pairs, Consumer<Figure> report) throws Exception {
        ConsumerRecord<byte[], byte[]> fast = sample(PublisherSpec.fast(BusPair.PING), ".fast.");
        ConsumerRecord<byte[], byte[]> durable = sample(PublisherSpec.durable(BusPair.PING), ".durable.");
        List<Double> ourTails = new ArrayList<>();
        List<Double> rawTails = new ArrayList<>();
        report.accept(pairs.compare(
                "bus.kafka.rtt.p50",
                "us",
                () -> RoundTrip.medianAndTailUs(RoundTrip.overBus(buses, payload, PAYLOAD, rounds()), ourTails),
                () -> RoundTrip.medianAndTailUs(rawRoundTrip(fast), rawTails)));
        report.accept(Tails.figure("bus.kafka.rtt.p99", "us", ourTails, rawTails));
        report.accept(
                pairs.compare("bus.kafka.throughput", "msg/s", this::ourThroughput, () -> rawThroughput(durable)));
    }

    /** What the bus really writes, to be written again by the raw client. */
    private ConsumerRecord<byte[], byte[]> sample(PublisherSpec spec, String mark) throws Exception {
        try (Publisher publisher = buses.first.publisher(spec);
                KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (System.nanoTime() < deadline) {
                publisher.offer(payload, 0, PAYLOAD);
                List<TopicPartition> all = new ArrayList<>();
                consumer.listTopics().forEach((topic, partitions) -> {
                    if (topic.contains(mark)) {
                        partitions.forEach(each -> all.add(new TopicPartition(topic, each.partition())));
                    }
                });
                consumer.assign(all);
                consumer.seekToBeginning(all);
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    return record;
                }
            }
            throw new IllegalStateException("no record of the bus was found under a topic with " + mark);
        }
    }

    private Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", broker.bootstrap());
        return config;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(config(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private KafkaProducer<byte[], byte[]> producer(String acks) {
        Map<String, Object> config = config();
        config.put("acks", acks);
        config.put("enable.idempotence", acks.equals("all"));
        config.put("linger.ms", 0);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private String newTopic() throws Exception {
        String topic = "raw-" + nextTopic++;
        try (Admin admin = Admin.create(config())) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
        return topic;
    }

    private static KafkaConsumer<byte[], byte[]> atEnd(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        List<TopicPartition> all = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            all.add(new TopicPartition(topic, partition));
        }
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position);
        return consumer;
    }

    private static ProducerRecord<byte[], byte[]> again(ConsumerRecord<byte[], byte[]> sample, String topic) {
        return new ProducerRecord<>(topic, sample.partition(), sample.key(), sample.value(), sample.headers());
    }

    private int rounds() {
        return quick ? 2_000 : 8_000;
    }

    private Histogram rawRoundTrip(ConsumerRecord<byte[], byte[]> sample) throws Exception {
        String ping = newTopic();
        String pong = newTopic();
        List<AutoCloseable> open = new ArrayList<>();
        try {
            return PingPong.measure(
                    () -> {
                        KafkaProducer<byte[], byte[]> producer = Opened.in(open, producer("1"));
                        KafkaConsumer<byte[], byte[]> consumer = atEnd(Opened.in(open, consumer()), pong);
                        return new PingPong.Asker(
                                () -> producer.send(again(sample, ping)),
                                () -> consumer.poll(WAIT).count());
                    },
                    () -> {
                        KafkaProducer<byte[], byte[]> producer = Opened.in(open, producer("1"));
                        KafkaConsumer<byte[], byte[]> consumer = atEnd(Opened.in(open, consumer()), ping);
                        return () -> {
                            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(WAIT)) {
                                producer.send(again(record, pong));
                            }
                            return 1;
                        };
                    },
                    rounds() / 4,
                    rounds());
        } finally {
            Opened.closeAll(open);
        }
    }

    private long messages() {
        return quick ? 200_000 : 500_000;
    }

    private double ourThroughput() throws Exception {
        try (Publisher publisher = buses.first.publisher(PublisherSpec.durable(BusPair.PING))) {
            AtomicLong received = new AtomicLong();
            try (Subscription subscription = buses.second.subscribe(SubscriptionSpec.durable(BusPair.PING), message -> {
                received.lazySet(received.getPlain() + 1);
                return Verdict.ACCEPT;
            })) {
                double rate = Windowed.messagesPerSecond(
                        messages(),
                        received,
                        () -> publisher.offer(payload, 0, PAYLOAD) > 0,
                        () -> subscription.poll(LIMIT, WAIT_NS));
                while (publisher.confirmed() < publisher.sequence()) {
                    LockSupport.parkNanos(20_000);
                }
                return rate;
            }
        }
    }

    private double rawThroughput(ConsumerRecord<byte[], byte[]> sample) throws Exception {
        String topic = newTopic();
        try (KafkaProducer<byte[], byte[]> producer = producer("all");
                KafkaConsumer<byte[], byte[]> consumer = atEnd(consumer(), topic)) {
            AtomicLong received = new AtomicLong();
            double rate = Windowed.messagesPerSecond(
                    messages(),
                    received,
                    () -> {
                        producer.send(again(sample, topic));
                        return true;
                    },
                    () -> {
                        received.lazySet(
                                received.getPlain() + consumer.poll(WAIT).count());
                        return 1;
                    });
            producer.flush();
            return rate;
        }
    }

    @Override
    public void close() {
        buses.close();
        broker.close();
    }
}
