package io.meridian.platform.kernel;

import io.meridian.bus.Bus;
import io.meridian.bus.Message;
import io.meridian.bus.Reply;
import io.meridian.bus.Responder;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.delivery.StartAt;
import io.meridian.bus.report.DeliveryReport;
import io.meridian.bus.report.DeliveryReporter;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.kernel.KernelOptions;
import io.meridian.kernel.Refusal;
import io.meridian.kernel.hub.BusinessDays;
import io.meridian.kernel.hub.KernelHub;
import io.meridian.platform.settings.KernelSettings;
import io.meridian.plugin.contract.schema.TopicTemplate;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The kernel between the bus and its journal. One round takes what has come, stores the events of it all, and only then hands it to the
 * {@link Outbox}, which tells it and confirms.
 *
 * <p>After a crash: what is stored and perhaps not told is told again, in order, before anything else; a message that is stored and comes
 * again is confirmed and not taken twice. For one thread.
 */
final class KernelService implements Agent {
    private static final int ROUND = 64;
    /** Of messages taken last, for knowing those that come again. What is older the kernel knows by itself. */
    private static final int IDS = 16_384;

    /** What it is called where it reports what it took. */
    private static final String NAME = "kernel";

    private static final String INSTRUMENTS = "platform.data.instrument.";

    private final KernelStore store;
    private final Outbox outbox;
    private final DeliveryReporter deliveries;
    private final EpochNanoClock clock;
    private final Consumer<String> log;
    private final boolean actsOnReplayed;
    private final boolean sync;
    private final int snapshotEvery;
    private final long markIntervalNs;
    private final List<Subscription> durable = new ArrayList<>();
    private final List<Subscription> prices = new ArrayList<>();
    private final Responder desk;
    private final List<Batch> unstored = new ArrayList<>();
    private final Set<MessageId> taken = new LinkedHashSet<>();
    private final JournalRecord record = new JournalRecord();
    private final JournalRecord progress = new JournalRecord();
    private final Prices latest = new Prices();
    private final BusinessDays days;
    private final KernelFigures figures = new KernelFigures();
    private final KernelMeters meters = new KernelMeters(figures);
    private KernelHub hub;
    private Batch batch;

    /** What a message is known by. */
    private record MessageId(String topic, int source, long sequence) {}

    private KernelService(Bus bus, Settings settings, EpochNanoClock clock, Consumer<String> log) {
        this.clock = clock;
        this.log = log;
        actsOnReplayed = bus.config().actsOnReplayed();
        sync = settings.get(KernelSettings.SYNC);
        snapshotEvery = settings.get(KernelSettings.SNAPSHOT_EVERY);
        markIntervalNs = settings.get(KernelSettings.MARK_INTERVAL).toNanos();
        days = settings.get(KernelSettings.DAYS)
                ? new BusinessDays(ZoneId.of(settings.get(KernelSettings.ZONE)))
                : null;
        KernelOptions options = new KernelOptions(
                KernelOptions.DEFAULTS.expectedOrders(),
                settings.get(KernelSettings.KEPT_ANSWERS),
                settings.get(KernelSettings.KEPT_ORDERS));
        store = KernelStore.open(settings.get(KernelSettings.DIR), options);
        try {
            int inFlight = settings.get(KernelSettings.IN_FLIGHT);
            outbox = new Outbox(bus, inFlight, this::told);
            deliveries = new DeliveryReporter(bus, NAME, clock, log);
            recover(true);
            for (String pattern : KernelHub.patterns(true)) {
                if (!pattern.equals(TopicTemplate.DESK.pattern())) {
                    durable.add(subscribe(bus, pattern, inFlight));
                }
            }
            for (String pattern : KernelHub.patterns(false)) {
                prices.add(bus.subscribe(SubscriptionSpec.fast(pattern), this::onPrice));
            }
            desk = bus.respond(TopicPattern.of(TopicTemplate.DESK.pattern()), this::onRequest);
        } catch (RuntimeException failed) {
            store.close();
            throw failed;
        }
    }

    /** Rebuilds the kernel from its folder and begins to listen. */
    static KernelService start(Bus bus, Settings settings, EpochNanoClock clock, Consumer<String> log) {
        return new KernelService(bus, settings, clock, log);
    }

    private Subscription subscribe(Bus bus, String pattern, int inFlight) {
        Subscription[] itself = new Subscription[1];
        itself[0] = bus.subscribe(
                SubscriptionSpec.durable(pattern)
                        .named("kernel-"
                                + pattern.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("-+$", ""))
                        .from(StartAt.EARLIEST)
                        .maxInFlight(inFlight),
                message -> onMessage(message, itself));
        return itself[0];
    }

    KernelFigures figures() {
        return figures;
    }

    KernelMeters meters() {
        return meters;
    }

    KernelHub hub() {
        return hub;
    }

    // Recovery.

    /** @param tells whether what is stored and perhaps not told goes out */
    private void recover(boolean tells) {
        List<Batch> untold = new ArrayList<>();
        batch = outbox.spare();
        long[] toldUpTo = {0};
        hub = store.recover(this::onEvent, this::onOutput, (number, read) -> {
            if (read.kind() == JournalRecord.TOLD) {
                toldUpTo[0] = read.sequence();
                untold.removeIf(each -> each.record() <= toldUpTo[0]);
                return;
            }
            batch = new Batch().begin(read);
            batch.stored(number);
            if (read.kind() == JournalRecord.MESSAGE) {
                if (DeskAct.isOfDesk(read.topic())) {
                    addAct(
                            read.topic(),
                            read.buffer(),
                            read.messageOffset(),
                            read.messageLength(),
                            read.answer(),
                            read.time());
                }
                untold.add(batch);
                remember(new MessageId(read.topic(), read.source(), read.sequence()));
            }
        });
        untold.removeIf(each -> each.size() == 0);
        if (tells) {
            log.accept("rebuilt: " + store.records() + " records, "
                    + hub.kernel().sequence() + " events; " + untold.size() + " to be told again");
            untold.forEach(outbox::add);
        }
    }

    private void remember(MessageId id) {
        taken.add(id);
        if (taken.size() > IDS) {
            taken.remove(taken.iterator().next());
        }
    }

    // What comes in.

    private Verdict onMessage(Message message, Subscription[] from) {
        String topic = message.topic().name();
        MessageId id = new MessageId(topic, message.source(), message.sequence());
        if (message.isReplayed() && !actsOnReplayed) {
            figures.ofThePast();
            came(DeliveryReport.PASSED_OVER, message);
            message.because(
                    "it follows from replayed data, and this deployment does not live on it (setting bus.replayed)");
            return Verdict.REJECT;
        }
        if (taken.contains(id)) {
            figures.repeated();
            came(DeliveryReport.PASSED_OVER, message);
            return Verdict.ACCEPT;
        }
        try {
            take(message, topic);
        } catch (RuntimeException broken) {
            came(DeliveryReport.PASSED_OVER, message);
            return failed(message, broken);
        }
        came(DeliveryReport.EACH, message);
        remember(id);
        batch.confirms(from[0], message.token());
        unstored.add(batch);
        return Verdict.HOLD;
    }

    private void came(byte kind, Message message) {
        deliveries.delivered(kind, message.source(), message.topic().hash(), message.sequence(), clock.nanoTime());
    }

    private void onRequest(Message message, Reply reply) {
        try {
            String topic = message.topic().name();
            long answer = take(message, topic);
            addAct(topic, message.buffer(), message.offset(), message.length(), answer, record.time());
            batch.answers(reply.keep(), answer);
            unstored.add(batch);
        } catch (RuntimeException broken) {
            failed(message, broken);
        }
    }

    /** The bus keeps no requests, so what a person asked for and the answer are told like all that follows from it. */
    private void addAct(String topic, DirectBuffer buffer, int offset, int length, long answer, long timeNs) {
        UnsafeBuffer act = new UnsafeBuffer(
                DeskAct.encode(topic, buffer, offset, length, answer, Instant.ofEpochSecond(0, timeNs)));
        batch.add(DeskAct.TOPIC, 0, act, 0, act.capacity());
    }

    private long take(Message message, String topic) {
        long nowNs = clock.nanoTime();
        long beganNs = System.nanoTime();
        batch = outbox.spare().begin(message);
        record.begin(message, topic, nowNs);
        long answer = hub.take(topic, nowNs, message.buffer(), message.offset(), message.length());
        record.answer(answer);
        batch.stored(store.append(record));
        figures.took(answer);
        meters.decided(message.buffer(), message.offset(), message.length(), answer, System.nanoTime() - beganNs);
        if (answer < 0 && Refusal.of(answer) == Refusal.WRONG_TOPIC) {
            log.accept("refused a message on " + topic + ": " + Refusal.WRONG_TOPIC.sentence());
        }
        return answer;
    }

    /** A message that breaks the kernel is left to a person, and the kernel is what it was before. */
    private Verdict failed(Message message, RuntimeException broken) {
        log.accept("A message could not be decided and goes to the dead letters: " + message + ": " + broken);
        figures.broke();
        recover(false);
        message.because("the kernel could not decide it: " + broken);
        return Verdict.REJECT;
    }

    private Verdict onPrice(Message message) {
        if (message.isReplayed() && !actsOnReplayed) {
            return Verdict.ACCEPT;
        }
        String topic = message.topic().name();
        if (!topic.startsWith(INSTRUMENTS)) {
            latest.add(topic, message.buffer(), message.offset(), message.length());
        } else if (latest.isChanged(topic, message.buffer(), message.offset(), message.length())) {
            takePrice(topic, message.buffer(), message.offset(), message.length());
        }
        return Verdict.ACCEPT;
    }

    /** What nobody is answered for: its events are stored, and nothing else of it. */
    private void takePrice(String topic, DirectBuffer buffer, int offset, int length) {
        batch = outbox.spare();
        record.begin(JournalRecord.PRICES, clock.nanoTime());
        long answer = hub.take(topic, record.time(), buffer, offset, length);
        if (answer < 0 && topic.startsWith(INSTRUMENTS)) {
            log.accept("refused the definition on " + topic + ": " + Refusal.of(answer) + ": "
                    + Refusal.of(answer).sentence());
        }
        if (record.hasEvents()) {
            store.append(record);
        }
        outbox.putBack(batch);
    }

    private int moveDay() {
        long nowNs = clock.nanoTime();
        int length = days.due(nowNs, hub.kernel().state().books());
        if (length == 0) {
            return 0;
        }
        batch = outbox.spare().begin();
        record.begin(days.buffer(), length, nowNs);
        long answer = hub.takeByTime(nowNs, days.buffer(), 0, length);
        if (answer < 0) {
            throw new IllegalStateException("The business day cannot be moved on: " + Refusal.of(answer));
        }
        record.answer(answer);
        batch.stored(store.append(record));
        unstored.add(batch);
        return 1;
    }

    // What comes of it.

    private void onEvent(DirectBuffer buffer, int offset, int length) {
        record.event(buffer, offset, length);
        meters.onEvent(buffer, offset);
    }

    private void onOutput(String topic, int template, DirectBuffer buffer, int offset, int length) {
        batch.add(topic, template, buffer, offset, length);
    }

    private void told(long number) {
        progress.told(number);
        store.append(progress);
    }

    // The loop.

    @Override
    public int doWork() {
        int work = outbox.work();
        for (Subscription subscription : durable) {
            if (outbox.hasRoom(unstored.size())) {
                work += subscription.poll(ROUND);
            }
        }
        if (outbox.hasRoom(unstored.size())) {
            work += desk.poll(ROUND);
        }
        for (Subscription subscription : prices) {
            work += subscription.poll(ROUND);
        }
        work += latest.pass(clock.nanoTime(), markIntervalNs, this::takePrice);
        work += days == null ? 0 : moveDay();
        store.flush(sync && !unstored.isEmpty());
        if (!unstored.isEmpty()) {
            unstored.forEach(outbox::add);
            unstored.clear();
            work += outbox.work();
        }
        if (store.recordsSinceSnapshot() >= snapshotEvery && outbox.pending() == 0) {
            store.snapshot(hub.kernel());
        }
        deliveries.work();
        figures.told(outbox.told(), outbox.pending());
        meters.look(hub.kernel().state(), System.nanoTime());
        return work;
    }

    /** Tells and confirms what is stored, for at most so long. @return whether all of it was */
    boolean drain(long timeoutNs) {
        long deadlineNs = System.nanoTime() + timeoutNs;
        store.flush(true);
        while (outbox.pending() > 0 && System.nanoTime() - deadlineNs < 0) {
            if (outbox.work() == 0) {
                Thread.onSpinWait();
            }
        }
        return outbox.pending() == 0;
    }

    @Override
    public void onClose() {
        durable.forEach(Subscription::pause);
        try {
            if (drain(5_000_000_000L)) {
                store.snapshot(hub.kernel());
            }
        } finally {
            durable.forEach(Subscription::close);
            prices.forEach(Subscription::close);
            desk.close();
            deliveries.close();
            store.close();
        }
    }

    @Override
    public String roleName() {
        return NAME;
    }
}
