package io.meridian.kernel.hub;

import io.meridian.kernel.EventSink;
import io.meridian.kernel.Kernel;
import io.meridian.kernel.Refusal;
import io.meridian.kernel.Sender;
import io.meridian.kernel.journal.AllocationMadeDecoder;
import io.meridian.kernel.journal.AllocationMovedDecoder;
import io.meridian.kernel.journal.MessageHeaderDecoder;
import io.meridian.kernel.journal.OrderCreatedDecoder;
import io.meridian.kernel.journal.OrderMovedDecoder;
import io.meridian.kernel.journal.OrderReplacedDecoder;
import io.meridian.kernel.order.Pool;
import io.meridian.kernel.report.TradingReports;
import io.meridian.kernel.state.Allocations;
import io.meridian.kernel.state.Names;
import io.meridian.kernel.state.Orders;
import io.meridian.plugin.contract.schema.Schemas;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.plugin.contract.trading.BookView;
import io.meridian.plugin.contract.trading.BusinessDayDecoder;
import io.meridian.plugin.contract.trading.CalendarDecoder;
import io.meridian.plugin.contract.trading.CancelOrderDecoder;
import io.meridian.plugin.contract.trading.ControlEventDecoder;
import io.meridian.plugin.contract.trading.DayPhase;
import io.meridian.plugin.contract.trading.FillDecoder;
import io.meridian.plugin.contract.trading.ModifyOrderDecoder;
import io.meridian.plugin.contract.trading.NewOrderDecoder;
import io.meridian.plugin.contract.trading.NewOrderEncoder;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderEventDecoder;
import io.meridian.plugin.contract.trading.OrderState;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.agrona.DirectBuffer;
import org.agrona.collections.Object2ObjectHashMap;

/**
 * A kernel among topics. A message comes in by its topic ({@link #take}); the kernel decides it; what happened goes out as messages: to all who
 * follow the portfolio, to the order manager for review, to execution to be worked. Use it from one thread.
 *
 * <p>Whoever runs it stores the events of a message before anything that came out of it is passed on. To rebuild it: {@link #begin} with
 * the message, {@link #apply} each of its events, {@link #end} with its answer; what went out then goes out again.
 */
public final class KernelHub {
    /** Of what the kernel takes because it is time. */
    public static final String NO_TOPIC = "";

    private final Outlet out;
    private final Kernel kernel;
    private final Sender time = new Sender(Pool.TIME, "time");
    private final TradingReports reports;
    private final PortfolioTopics topics;
    private final Addressee addressee;
    private final OrderOfState orderOfState = new OrderOfState();
    private final Object2ObjectHashMap<String, Optional<Door.Way>> ways = new Object2ObjectHashMap<>();

    private final MessageHeaderDecoder eventHeader = new MessageHeaderDecoder();
    private final io.meridian.plugin.contract.trading.MessageHeaderDecoder header =
            new io.meridian.plugin.contract.trading.MessageHeaderDecoder();
    private final OrderCreatedDecoder created = new OrderCreatedDecoder();
    private final OrderMovedDecoder moved = new OrderMovedDecoder();
    private final OrderReplacedDecoder replaced = new OrderReplacedDecoder();
    private final AllocationMadeDecoder allocationMade = new AllocationMadeDecoder();
    private final AllocationMovedDecoder allocationMoved = new AllocationMovedDecoder();
    private final OrderEventDecoder report = new OrderEventDecoder();
    private final NewOrderDecoder newOrder = new NewOrderDecoder();
    private final BusinessDayDecoder day = new BusinessDayDecoder();
    private final CalendarDecoder calendar = new CalendarDecoder();

    // The message that is being decided.
    private String portfolio;
    private boolean isWish;
    private int template;
    private DirectBuffer command;
    private int commandOffset;
    private int commandLength;
    /** What it made or moved, to be told when all its shares are known. */
    private int allocation;

    /**
     * @param kernel makes the kernel, new or from a snapshot, that hands its events to the sink
     * @param journal hears every event of what is taken, before what follows from it goes out
     */
    public KernelHub(Function<EventSink, Kernel> kernel, EventSink journal, Outlet out) {
        this.out = out;
        this.kernel = kernel.apply((buffer, offset, length) -> {
            journal.onEvent(buffer, offset, length);
            tell(buffer, offset, length);
        });
        reports = new TradingReports(this::report).of(this.kernel);
        topics = new PortfolioTopics(this.kernel.state().names());
        addressee = new Addressee(this.kernel.state());
    }

    /** The patterns of the topics that it listens to, the durable ones or the others. */
    public static List<String> patterns(boolean durable) {
        return Door.all().stream()
                .filter(door -> door.template().isDurable() == durable)
                .map(door -> door.template().pattern())
                .toList();
    }

    public Kernel kernel() {
        return kernel;
    }

    /**
     * Takes a message.
     *
     * @return as {@link Kernel#take}
     */
    public long take(String topic, long timeNs, DirectBuffer buffer, int offset, int length) {
        Door.Way way = way(topic).orElse(null);
        int message = Schemas.idOf(buffer, offset, length);
        if (way == null
                || !way.door().takes(message)
                || way.portfolio() != null && !addressee.isAbout(way.name(), message, buffer, offset, length)) {
            begin(topic, buffer, offset, length);
            end(Refusal.WRONG_TOPIC.answer(), timeNs);
            return Refusal.WRONG_TOPIC.answer();
        }
        begin(topic, buffer, offset, length);
        long answer = kernel.take(way.sender(), timeNs, buffer, offset, length);
        end(answer, timeNs);
        return answer;
    }

    /** Takes a command that nobody sent, such as a BusinessDay: it is time. */
    public long takeByTime(long timeNs, DirectBuffer buffer, int offset, int length) {
        begin(NO_TOPIC, buffer, offset, length);
        long answer = kernel.take(time, timeNs, buffer, offset, length);
        end(answer, timeNs);
        return answer;
    }

    private Optional<Door.Way> way(String topic) {
        Optional<Door.Way> way = ways.get(topic);
        if (way == null) {
            way = Door.of(topic);
            ways.put(topic, way);
        }
        return way;
    }

    /** A message begins whose events are told next. Its bytes are used until {@link #end}. */
    public void begin(String topic, DirectBuffer buffer, int offset, int length) {
        Door.Way way = way(topic).orElse(null);
        portfolio = way == null ? null : way.portfolio();
        isWish = way != null && way.door() == Door.WISH;
        template = Schemas.idOf(buffer, offset, length);
        command = buffer;
        commandOffset = offset;
        commandLength = length;
        allocation = Allocations.NONE;
        reports.because(template == OrderEventDecoder.TEMPLATE_ID ? reason() : "");
    }

    /** A stored event of the message again: it is applied, and what follows from it goes out. */
    public void apply(DirectBuffer event, int offset, int length) {
        kernel.apply(event, offset);
        tell(event, offset, length);
    }

    /** The message is over, and this was its answer. */
    public void end(long answer, long timeNs) {
        if (answer < 0) {
            refused(Refusal.of(answer), timeNs);
        } else if (allocation != Allocations.NONE) {
            reports.allocation(allocation, timeNs);
        } else if (template == BusinessDayDecoder.TEMPLATE_ID) {
            day.wrapAndApplyHeader(command, commandOffset, header);
            reports.books(BookView.SETTLED, timeNs);
            if (day.phase() == DayPhase.END) {
                reports.books(BookView.PERFORMANCE, timeNs);
            }
        } else if (template == CalendarDecoder.TEMPLATE_ID) {
            calendar.wrapAndApplyHeader(command, commandOffset, header);
            pass(TopicTemplate.CALENDAR.topic(calendar.name()));
        }
        command = null;
    }

    private String reason() {
        report.wrapAndApplyHeader(command, commandOffset, header);
        int textAt = report.limit();
        boolean whole = textAt + 2 <= commandOffset + commandLength
                && textAt + 2 + report.reasonLength() <= commandOffset + commandLength;
        return whole && report.reasonLength() > 0 ? report.reason() : "";
    }

    // What happened.

    private void tell(DirectBuffer event, int offset, int length) {
        reports.onEvent(event, offset, length);
        eventHeader.wrap(event, offset);
        switch (eventHeader.templateId()) {
            case OrderCreatedDecoder.TEMPLATE_ID -> {
                created.wrapAndApplyHeader(event, offset, eventHeader);
                passAsKept(topics.of(created.portfolio()).review(), orders().place(created.order()), created.time());
            }
            case OrderReplacedDecoder.TEMPLATE_ID -> {
                replaced.wrapAndApplyHeader(event, offset, eventHeader);
                int order = orders().place(replaced.order());
                if (template == ModifyOrderDecoder.TEMPLATE_ID) {
                    // At once, since compliance has not passed it yet: it looks again.
                    pass(topics.of(orders().portfolio(order)).review());
                }
            }
            case OrderMovedDecoder.TEMPLATE_ID -> {
                moved.wrapAndApplyHeader(event, offset, eventHeader);
                moved(orders().place(moved.order()), OrderState.get(moved.previousState()), moved.time());
            }
            case AllocationMadeDecoder.TEMPLATE_ID ->
                allocation = allocationMade
                        .wrapAndApplyHeader(event, offset, eventHeader)
                        .allocation();
            case AllocationMovedDecoder.TEMPLATE_ID ->
                allocation = allocationMoved
                        .wrapAndApplyHeader(event, offset, eventHeader)
                        .allocation();
            default -> {
                // Nobody has to act on it.
            }
        }
    }

    private void moved(int order, OrderState from, long time) {
        PortfolioTopics.Topics to = topics.of(orders().portfolio(order));
        switch (orders().state(order)) {
            case COMPLIANCE_APPROVED -> {
                if (from == OrderState.PENDING_COMPLIANCE) {
                    passAsKept(to.execution(), order, time);
                }
            }
            case CREATED, PENDING_COMPLIANCE -> {
                if (from == OrderState.SUSPENDED) {
                    passAsKept(to.review(), order, time);
                }
            }
            case PENDING_CANCEL, PENDING_MODIFY -> {
                if (template == ControlEventDecoder.TEMPLATE_ID) {
                    int length = orderOfState.writeCancel(kernel.state(), order, time);
                    out.onMessage(to.execution(), CancelOrderDecoder.TEMPLATE_ID, orderOfState.buffer(), 0, length);
                } else {
                    pass(to.execution());
                }
            }
            default -> {
                // Told as an event of the order.
            }
        }
    }

    private Orders orders() {
        return kernel.state().orders();
    }

    /** Passes the message on as it came. */
    private void pass(String topic) {
        out.onMessage(topic, template, command, commandOffset, commandLength);
    }

    private void passAsKept(String topic, int order, long time) {
        int length = orderOfState.write(kernel.state(), order, time);
        out.onMessage(topic, NewOrderEncoder.TEMPLATE_ID, orderOfState.buffer(), 0, length);
    }

    private void report(int message, int ofPortfolio, DirectBuffer buffer, int offset, int length) {
        String topic = ofPortfolio != Names.NONE
                ? topics.of(ofPortfolio).event()
                : portfolio != null ? TopicTemplate.OMS_EVENT.topic(portfolio) : null;
        if (topic != null) {
            out.onMessage(topic, message, buffer, offset, length);
        }
    }

    // What was refused.

    private void refused(Refusal refusal, long timeNs) {
        if (refusal == Refusal.WRONG_TOPIC && !(isWish && template == NewOrderDecoder.TEMPLATE_ID)) {
            // Whose it would be is not known: whoever runs the kernel has the answer.
            return;
        }
        switch (template) {
            case NewOrderDecoder.TEMPLATE_ID -> refusedOrder(refusal, timeNs);
            case ModifyOrderDecoder.TEMPLATE_ID ->
                refusedChange(OrderCause.MODIFY_REFUSED, ModifyOrderDecoder.requestIdEncodingOffset(), refusal, timeNs);
            case CancelOrderDecoder.TEMPLATE_ID ->
                refusedChange(OrderCause.CANCEL_REFUSED, CancelOrderDecoder.requestIdEncodingOffset(), refusal, timeNs);
            case FillDecoder.TEMPLATE_ID -> {
                if (isWhole(FillDecoder.BLOCK_LENGTH)) {
                    reports.refusedFill(command, commandOffset, timeNs, refusal);
                }
            }
            default -> {
                // Whoever runs the kernel has the answer.
            }
        }
    }

    private void refusedOrder(Refusal refusal, long timeNs) {
        if (!isWhole(NewOrderDecoder.BLOCK_LENGTH)) {
            return;
        }
        newOrder.wrapAndApplyHeader(command, commandOffset, header);
        int idAt = newOrder.offset() + NewOrderDecoder.orderIdEncodingOffset();
        if (orders().find(command, idAt) == Orders.NONE) {
            // Where the portfolio is not the topic's, its sender listens to the latter.
            reports.refused(command, commandOffset, timeNs, refusal, refusal == Refusal.WRONG_TOPIC ? portfolio : null);
        }
    }

    private void refusedChange(OrderCause cause, int requestId, Refusal refusal, long timeNs) {
        int block = commandOffset + io.meridian.plugin.contract.trading.MessageHeaderDecoder.ENCODED_LENGTH;
        if (!isWhole(Math.max(requestId, Addressee.orderAt(template)) + NewOrderDecoder.orderIdLength())) {
            return;
        }
        int order = orders().find(command, block + Addressee.orderAt(template));
        if (order != Orders.NONE) {
            reports.refusedChange(order, timeNs, cause, refusal, command, block + requestId);
        }
    }

    private boolean isWhole(int block) {
        header.wrap(command, commandOffset);
        return header.blockLength() >= block && commandLength >= header.encodedLength() + block;
    }
}
