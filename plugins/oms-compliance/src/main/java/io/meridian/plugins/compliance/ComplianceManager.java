package io.meridian.plugins.compliance;

import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.TargetScope;
import io.meridian.plugin.contract.value.Decimal;
import io.meridian.plugin.contract.value.Decimals;
import io.meridian.plugins.compliance.Wanted.Place;
import io.meridian.sdk.Health;
import io.meridian.sdk.Listing;
import io.meridian.sdk.Notice;
import io.meridian.sdk.OrderManager;
import io.meridian.sdk.Refused;
import io.meridian.sdk.SubscribeOptions;
import io.meridian.sdk.Timer;
import io.meridian.sdk.WorkingOrder;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.annotation.StatePolicy;
import io.meridian.sdk.event.InstrumentStatus;
import io.meridian.sdk.event.MarketData;
import io.meridian.sdk.event.NetAssetValue;
import io.meridian.sdk.event.OrderEvent;
import io.meridian.sdk.event.TargetPosition;
import io.meridian.sdk.event.TargetWeights;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds every order against the firm's policy, and makes orders of targets. */
@MeridianPlugin(
        id = "oms-compliance",
        description = "Holds every order against the firm's policy, and makes orders of targets",
        pool = Pool.OMS,
        subscribes = {
            "platform.data.quote.**",
            "platform.data.trade.**",
            "platform.data.bar.**",
            "platform.data.instrument.**",
            "platform.data.status.**",
            ComplianceManager.EVENTS,
            "platform.bor.position.*",
            "platform.bor.nav.*",
            "platform.oms.review.*",
            "platform.portfolio.target.*"
        },
        publishes = {"platform.oms.report.*", "platform.oms.command.*"},
        replays = ComplianceManager.EVENTS,
        state = StatePolicy.SNAPSHOT,
        settings = Options.class)
public final class ComplianceManager extends OrderManager {
    static final String EVENTS = "platform.oms.event.*";

    private static final String COMMANDS = "platform.oms.command.";
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Market market = new Market();
    private final Map<Place, Wanted> targets = new LinkedHashMap<>();
    private final Spreads spreads = new Spreads();
    private final Pauses pauses = new Pauses();
    private final Set<String> forPerson = new LinkedHashSet<>();
    private Options options;
    private Policy policy;
    /** Whether it knows what is held and open: the first time, from all that the kernel ever said. */
    private boolean knows;
    /** Whether it is going to look again: while something waits, and else not. */
    private boolean looks;

    @Override
    public void onStart() {
        onSettings();
        subscribe(EVENTS, SubscribeOptions.DEFAULT.name("orders").earliest(true));
        super.onStart();
        watch();
    }

    private void watch() {
        if (!looks
                && (pauses.size() > 0 || spreads.waiting() > 0 || !underReview().isEmpty() || !forPerson.isEmpty())) {
            looks = true;
            after("look again", LOOK_AGAIN);
        }
    }

    @Override
    public void onTimer(Timer timer) {
        looks = false;
        lookAgain();
        watch();
    }

    @Override
    public void onNotice(Notice notice) {
        if (notice.kind() == Notice.Kind.LIVE && notice.pattern().equals(EVENTS)) {
            knows = true;
            lookAgain();
            List.copyOf(targets.keySet()).forEach(this::trade);
        }
    }

    @Override
    public void onSettings() {
        options = settings(Options.class);
        policy = new Policy(options, market);
    }

    // What may trade.

    @Override
    public void review(WorkingOrder order) {
        forPerson.remove(order.id());
        decide(order);
        watch();
    }

    private void decide(WorkingOrder order) {
        if (!knows) {
            return;
        }
        Listing listing = new Listing(order.venue(), order.symbol());
        Finding finding = policy.look(order, held(order.portfolio(), listing), openOrders(order.portfolio(), listing));
        switch (finding.verdict()) {
            case PASS -> approve(order);
            case REFUSE -> reject(order, finding.text());
            case ASK -> {
                forPerson.add(order.id());
                log().warn("an order waits for a person", "order", order.id(), "why", finding.text());
            }
            case WAIT -> log().debug("an order waits", "order", order.id(), "why", finding.text());
        }
    }

    private void lookAgain() {
        List<WorkingOrder> waiting = underReview();
        forPerson.retainAll(waiting.stream().map(WorkingOrder::id).toList());
        for (WorkingOrder order : waiting) {
            if (!forPerson.contains(order.id())) {
                decide(order);
            }
        }
        takeReadyWeights();
        pauses.over(clock().nanoTime()).forEach(this::trade);
        figure("waiting", waiting.size());
        figure("paused", pauses.size());
    }

    // What is known.

    @Override
    public void onMarketData(MarketData data) {
        market.heard(data, options.volumeWindow().toNanos());
        if (data instanceof InstrumentStatus) {
            lookAgain();
        }
    }

    @Override
    public void onNetAssetValue(NetAssetValue netAssetValue) {
        spreads.heard(netAssetValue);
    }

    // What is wanted.

    @Override
    public void onTargetPosition(TargetPosition target) {
        if (Decimals.isAbsent(target.decoder().quantity().mantissa())) {
            target.message().reject("the target has no quantity; to hold nothing, send 0");
            return;
        }
        BigDecimal limit = Decimals.isAbsent(target.decoder().limitPrice().mantissa())
                ? null
                : Decimal.read(target.decoder().limitPrice()).toBigDecimal();
        Wanted wanted = new Wanted(
                Place.of(target.portfolio(), target.venue(), target.symbol()),
                target.model(),
                target.currency(),
                Decimal.read(target.decoder().quantity()).toBigDecimal(),
                limit,
                target.completeByNs());
        spreads.forget(wanted.place());
        want(wanted);
    }

    @Override
    public void onTargetWeights(TargetWeights weights) {
        String portfolio = weights.portfolio();
        boolean whole = weights.scope() == TargetScope.WHOLE;
        String model = weights.model();
        List<Listing> named = spreads.take(weights);
        if (whole) {
            Set<Listing> others = new LinkedHashSet<>(held(portfolio).keySet());
            targets.keySet().stream()
                    .filter(place -> place.portfolio().equals(portfolio))
                    .forEach(place -> others.add(place.listing()));
            named.forEach(others::remove);
            others.forEach(
                    listing -> want(new Wanted(new Place(portfolio, listing), model, "", BigDecimal.ZERO, null, 0)));
        }
        takeReadyWeights();
        watch();
    }

    private void takeReadyWeights() {
        spreads.ready(market).forEach(this::want);
    }

    private void want(Wanted wanted) {
        targets.put(wanted.place(), wanted);
        trade(wanted.place());
    }

    /** Does what comes next for a target. */
    private void trade(Place place) {
        Wanted wanted = targets.get(place);
        long nowNs = clock().nanoTime();
        if (!knows || wanted == null || pauses.isPaused(place, nowNs)) {
            return;
        }
        List<WorkingOrder> open = openOrders(place.portfolio(), place.listing());
        Plan plan = Plan.of(
                wanted, held(place.portfolio(), place.listing()), open, market.of(place.listing()), options, nowNs);
        plan.withdraw().forEach(this::withdraw);
        if (plan.order() != null) {
            if (newOrder(plan.order()) == null) {
                refused(place, "the order could not be sent");
            }
        } else if (open.isEmpty()) {
            pauses.taken(place);
        }
    }

    // What became of it.

    @Override
    public void onOrderEvent(OrderEvent event) {
        WorkingOrder order = order(event.orderId());
        if (order == null || !order.isOwn() || event.isHistorical()) {
            return;
        }
        Place place = Place.of(order.portfolio(), order.venue(), order.symbol());
        if (event.cause() == OrderCause.CANCEL_REFUSED) {
            if (order.isOver()) {
                // It was filled before the cancel came, which is nobody's refusal.
                trade(place);
            } else {
                refused(place, event.reason());
            }
            return;
        }
        switch (event.state()) {
            case REJECTED, COMPLIANCE_REJECTED -> refused(place, event.reason());
            case COMPLIANCE_APPROVED, OPEN, PARTIALLY_FILLED -> pauses.taken(place);
            case FILLED -> trade(place);
            case CANCELLED -> {
                if (order.isWithdrawn()) {
                    trade(place);
                } else {
                    log().warn("somebody cancelled an order of a target, which is left as it is", "order", order.id());
                }
            }
            default -> {
                // It goes on.
            }
        }
    }

    @Override
    public void onRefused(Refused refused) {
        if (refused.action().equals("publish") && refused.topic().startsWith(COMMANDS)) {
            String portfolio = refused.topic().substring(COMMANDS.length());
            targets.keySet().stream()
                    .filter(place -> place.portfolio().equals(portfolio))
                    .forEach(place -> refused(place, refused.text()));
        }
    }

    private void refused(Place place, String reason) {
        pauses.refused(place, reason, clock().nanoTime(), options);
        watch();
    }

    @Override
    public Health health() {
        List<String> reasons = new ArrayList<>();
        if (pauses.size() > 0) {
            reasons.add(pauses.size() + " targets are left alone for a while, since their orders are refused; last "
                    + pauses.last());
        }
        if (!forPerson.isEmpty()) {
            reasons.add(forPerson.size() + " orders wait for a person, the first is "
                    + forPerson.iterator().next());
        }
        if (spreads.waiting() > 0) {
            reasons.add(spreads.waiting() + " weights wait; " + spreads.lacks(market));
        }
        return reasons.isEmpty() ? Health.HEALTHY : Health.degraded(String.join(". ", reasons));
    }

    @Override
    public void saveState(DataOutput out) throws IOException {
        out.writeInt(targets.size());
        for (Wanted wanted : targets.values()) {
            wanted.save(out);
        }
        spreads.save(out);
        pauses.save(out);
        out.writeInt(forPerson.size());
        for (String id : forPerson) {
            out.writeUTF(id);
        }
    }

    @Override
    public void loadState(DataInput in, int version) throws IOException {
        targets.clear();
        for (int left = in.readInt(); left > 0; left--) {
            Wanted wanted = Wanted.load(in);
            targets.put(wanted.place(), wanted);
        }
        spreads.load(in);
        pauses.load(in);
        forPerson.clear();
        for (int left = in.readInt(); left > 0; left--) {
            forPerson.add(in.readUTF());
        }
    }
}
