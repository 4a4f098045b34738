package io.meridian.platform.manager;

import io.meridian.bus.Bus;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.Requester;
import io.meridian.bus.delivery.PublishResult;
import io.meridian.bus.topic.Topic;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.manager.kill.Kill;
import io.meridian.manager.kill.KillBus;
import io.meridian.manager.kill.KillScope;
import io.meridian.platform.cli.Asking;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Notices;
import io.meridian.platform.cli.Output;
import io.meridian.platform.kernel.ControlOrder;
import io.meridian.platform.kernel.KernelAnswer;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.plugin.contract.trading.ControlKind;
import io.meridian.plugin.contract.trading.ControlScope;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agrona.ExpandableArrayBuffer;

/**
 * Tells of kills over the bus: the sidecars, each of which latches itself, and the kernel of those that it can enforce itself: it takes no new orders there, and
 * cancels those that are open. Of a plugin it cancels the open orders that the plugin has a part in. Sidecars of this manager are latched without it, too; so the bus may be away, and the report of the kill says so.
 */
final class KillsOnBus implements KillBus, AutoCloseable {
    private static final long ANSWER_NS = TimeUnit.MILLISECONDS.toNanos(1500);
    private static final int LONGEST_NAME = 32;
    private static final int LONGEST_REASON = 120;

    private final Bus bus;
    private final Publisher sidecars;
    private final OpenOrders orders;

    KillsOnBus(BusOptions options) {
        bus = options.open(new Notices(Output.err()));
        sidecars = bus.publisher(PublisherSpec.fast(TopicTemplate.SIDECAR_KILL.topic()));
        orders = new OpenOrders(bus);
    }

    /** The connection, for others of this process. */
    Bus bus() {
        return bus;
    }

    /** Which orders are open, for others of this process. */
    OpenOrders orders() {
        return orders;
    }

    /** One message for all, or one for each. */
    @Override
    public String tellSidecars(Kill kill, List<String> instances) {
        if (kill.scope() == KillScope.ALL) {
            return tellSidecars(kill, ControlScope.DEPLOYMENT, "");
        }
        return instances.stream()
                .map(instance -> tellSidecars(kill, ControlScope.INSTANCE, instance))
                .filter(trouble -> !trouble.isEmpty())
                .findFirst()
                .orElse("");
    }

    private String tellSidecars(Kill kill, ControlScope scope, String target) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
        int length = ControlOrder.encode(
                buffer,
                kill.setAt(),
                ControlKind.KILL,
                scope,
                target,
                shortened(kill.setBy(), LONGEST_NAME),
                shortened(kill.reason(), LONGEST_REASON));
        long result;
        // Of its own, since the kernel may take a second to answer.
        synchronized (sidecars) {
            result = sidecars.offer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + length);
        }
        return result > 0 ? "" : "the bus did not take it for the sidecars (" + PublishResult.toString(result) + ")";
    }

    @Override
    public synchronized String tellKernel(Kill kill, Set<TopicPattern> published) {
        ControlScope scope = scope(kill.scope());
        if (scope == null) {
            return kill.releasedAt() == null ? cancelOpen(kill, published) : "";
        }
        boolean isRelease = kill.releasedAt() != null;
        String by = isRelease ? kill.releasedBy() : kill.setBy();
        String reason = isRelease ? kill.releasedReason() : kill.reason();
        String trouble = say(isRelease ? ControlKind.RELEASE : ControlKind.KILL, scope, kill.target(), by, reason);
        return trouble.isEmpty() && !isRelease
                ? say(ControlKind.CANCEL_ALL, scope, kill.target(), by, reason)
                : trouble;
    }

    /** The kernel knows no plugins. It cancels what is open of their portfolios, and at their venues; new orders are the latches' to stop. */
    private String cancelOpen(Kill kill, Set<TopicPattern> published) {
        Optional<OpenOrders.Bearing> bearing = orders.bearing(published);
        if (bearing.isEmpty()) {
            return "no order is cancelled, since it is not known which are open: meridian desk orders --open";
        }
        Stream<String> ofPortfolios = bearing.get().portfolios().stream()
                .map(name -> say(ControlKind.CANCEL_ALL, ControlScope.PORTFOLIO, name, kill.setBy(), kill.reason()));
        Stream<String> atVenues = bearing.get().venues().stream()
                .map(name -> say(ControlKind.CANCEL_ALL, ControlScope.VENUE, name, kill.setBy(), kill.reason()));
        // Each is said, also when one before was not heard.
        return Stream.concat(ofPortfolios, atVenues).filter(trouble -> !trouble.isEmpty()).toList().stream()
                .findFirst()
                .orElse("");
    }

    private static ControlScope scope(KillScope scope) {
        return switch (scope) {
            case ALL -> ControlScope.DEPLOYMENT;
            case PORTFOLIO -> ControlScope.PORTFOLIO;
            case VENUE -> ControlScope.VENUE;
            case INSTANCE, PLUGIN, POOL -> null;
        };
    }

    private String say(ControlKind kind, ControlScope scope, String target, String by, String reason) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
        int length = ControlOrder.encode(
                buffer,
                Instant.now(),
                kind,
                scope,
                target,
                shortened(by, LONGEST_NAME),
                shortened(reason, LONGEST_REASON));
        try (Requester requester = bus.requester()) {
            Asking<KernelAnswer> asking = new Asking<>(
                    requester, Topic.of(TopicTemplate.DESK.topic(segment(by))), ANSWER_NS, KernelAnswer::decode);
            KernelAnswer answer =
                    asking.once(buffer, MessageHeaderEncoder.ENCODED_LENGTH + length, System.nanoTime() + ANSWER_NS);
            return answer == null
                    ? "no kernel answered in time"
                    : answer.taken() ? "" : "the kernel refused it: " + answer.text();
        } catch (CommandException unreachable) {
            return unreachable.getMessage();
        }
    }

    private static String shortened(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest) : text;
    }

    private static String segment(String name) {
        return shortened(name.replaceAll("[^A-Za-z0-9_-]", "-"), LONGEST_NAME);
    }

    @Override
    public void close() {
        orders.close();
        bus.close();
    }
}
