package io.meridian.sdk.runtime;

import io.meridian.sdk.Notice;
import io.meridian.sdk.Refused;
import io.meridian.sdk.Strategy;
import io.meridian.sdk.SubscribeOptions;
import io.meridian.sdk.Timer;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.annotation.Setting;
import io.meridian.sdk.annotation.StatePolicy;
import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.MarketData;
import io.meridian.sdk.event.Message;
import io.meridian.sdk.event.OrderEvent;
import io.meridian.sdk.event.Quote;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Notes all that happens to it, and does what a test tells it to. */
@MeridianPlugin(
        id = "sample",
        pool = Pool.STRATEGY,
        subscribes = {"platform.data.**", "platform.oms.event.sample", "custom.in"},
        publishes = {"platform.portfolio.target.sample", "platform.oms.command.sample", "custom.out"},
        requests = "custom.question",
        answers = "custom.question",
        durable = "custom.**",
        state = StatePolicy.SNAPSHOT,
        settings = SamplePlugin.Settings.class)
public final class SamplePlugin extends Strategy {
    record Settings(
            @Setting(value = "3", min = 1, max = 9) int size,
            @Setting(value = "250 ms") Duration pause) {}

    final List<String> seen = new ArrayList<>();
    String kept = "";
    int failOn = -1;

    @Override
    public void onStart() {
        subscribe("platform.data.quote.**");
        subscribe("platform.oms.event.sample");
        subscribe("custom.in");
        respond(
                "custom.question",
                (request, answer) -> answer.send(9, 1, new byte[] {(byte) (request.payload()[0] + 1)}));
    }

    @Override
    public void onQuote(Quote quote) {
        seen.add("quote " + quote.symbol() + " " + quote.bid() + (quote.isHistorical() ? " old" : ""));
        switch (quote.symbol()) {
            case "ASK" ->
                request(
                        "custom.question",
                        9,
                        new byte[] {4},
                        reply -> seen.add("reply "
                                + (reply.isOk()
                                        ? reply.payload()[0]
                                        : reply.refused().code())));
            case "UNDECLARED" -> publish("custom.elsewhere", 1, new byte[1]);
            case "BUY" -> seen.add("order " + (buy("BUY", quote.bid()) != null));
            case "LIMIT" -> buy("LIMIT", 100, 10);
            case "TARGET" -> seen.add("target " + target("TARGET", quote.bid()));
            case "TIMER" -> {
                after("once", Duration.ofSeconds(2));
                every("beat", Duration.ofSeconds(1));
            }
            case "HISTORY" -> subscribe("platform.data.trade.**", SubscribeOptions.DEFAULT.back(Duration.ofMinutes(5)));
            case "HOLD" -> publisher("custom.out").claim(1, 1, 10);
            default -> {
                // Only noted.
            }
        }
    }

    @Override
    public void onMarketData(MarketData data) {
        seen.add("data " + data.symbol() + (data.isHistorical() ? " old " + target(data.symbol(), 5) : ""));
    }

    @Override
    public void onFill(Fill fill) {
        seen.add("fill " + fill.signedQuantity() + " @ " + fill.price());
    }

    @Override
    public void onOrderEvent(OrderEvent event) {
        seen.add("order is " + event.state() + (event.reason().isEmpty() ? "" : " " + event.reason()));
    }

    @Override
    public void onMessage(Message message) {
        String text = new String(message.payload());
        seen.add("message " + text + (message.isDuplicatePossible() ? " again " + message.attempt() : ""));
        if (text.equals("fail") && message.attempt() != failOn) {
            throw new IllegalArgumentException("as the test wants");
        }
        if (text.equals("bad")) {
            message.reject("of no use");
            return;
        }
        if (text.equals("big")) {
            for (int i = 0; i < 2000; i++) {
                publish("custom.out", 1, new byte[4000]);
            }
        }
        if (text.equals("keep")) {
            requestSnapshot();
        }
        kept += text + " ";
    }

    @Override
    public void onTimer(Timer timer) {
        seen.add("timer " + timer.name());
    }

    @Override
    public void onRefused(Refused refused) {
        seen.add("refused " + refused.action() + " " + refused.topic() + " " + refused.code());
    }

    @Override
    public void onNotice(Notice notice) {
        seen.add("notice " + notice.kind());
    }

    @Override
    public void onSettings() {
        seen.add("settings " + settings(Settings.class).size());
    }

    @Override
    public void onGrants(boolean latched) {
        seen.add("grants" + (latched ? " latched" : ""));
    }

    double held(String symbol) {
        return position(symbol);
    }

    @Override
    public void saveState(DataOutput out) throws IOException {
        out.writeUTF(kept);
    }

    @Override
    public void loadState(DataInput in, int version) throws IOException {
        kept = in.readUTF();
    }
}
