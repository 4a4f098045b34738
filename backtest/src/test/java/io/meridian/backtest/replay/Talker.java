package io.meridian.backtest.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meridian.sdk.Health;
import io.meridian.sdk.Notice;
import io.meridian.sdk.Past;
import io.meridian.sdk.Refused;
import io.meridian.sdk.Strategy;
import io.meridian.sdk.Subscription;
import io.meridian.sdk.Timer;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.annotation.Setting;
import io.meridian.sdk.annotation.StatePolicy;
import io.meridian.sdk.event.Bar;
import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.MarketData;
import io.meridian.sdk.event.Message;
import io.meridian.sdk.event.Quote;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;

/** Uses all that a plugin can use, and tells of all it sees, together with all it saw before. */
@MeridianPlugin(
        id = "talker",
        pool = Pool.STRATEGY,
        subscribes = {"platform.data.**", "platform.oms.event.talker", "custom.in"},
        publishes = {"platform.portfolio.target.talker", "platform.oms.command.talker", "custom.out"},
        requests = "custom.question",
        replays = {"platform.data.trade.**", "platform.data.bar.**"},
        answers = "custom.question",
        durable = "custom.**",
        state = StatePolicy.SNAPSHOT,
        settings = Talker.Settings.class)
public final class Talker extends Strategy {
    record Settings(
            @Setting("3") int size,
            @Setting(value = "none", secret = true) String key) {}

    private int told;
    private int sum;
    private boolean started;
    private Subscription quotes;
    private Timer beat;

    private void tell(String text) {
        told++;
        sum = 31 * sum + text.hashCode();
        if (!context().isHistorical() && started) {
            publish("custom.out", 5, (told + " " + sum + " " + clock().nanoTime() + " " + text).getBytes(UTF_8));
        }
    }

    @Override
    public void onStart() {
        started = true;
        quotes = subscribe("platform.data.quote.**");
        subscribeDeclared();
        subscribe("platform.data.bar.**", message -> tell("own handler " + message.sequence()));
        respond("custom.question", (request, answer) -> {
            tell("asked " + request.payload()[0] + " of " + request.source());
            answer.send(9, 1, new byte[] {
                (byte) (request.payload()[0] + settings(Settings.class).size())
            });
        });
        tell("started with " + settings(Settings.class).key());
    }

    @Override
    public void onStop() {
        started = false;
        tell("stopped");
    }

    @Override
    public void onQuote(Quote quote) {
        tell("quote " + quote.mid() + " " + quotes.isOpen() + quotes.isLive());
        switch (quote.symbol()) {
            case "ASK" -> {
                request("custom.question", 9, new byte[] {4}, reply -> tell("reply " + reply.payload()[0]));
                request(
                        "custom.nobody",
                        9,
                        new byte[] {4},
                        reply -> tell("reply " + reply.refused().code()));
            }
            case "BUY" -> buy("BUY", quote.bid());
            case "TARGET" -> target("TARGET", quote.bid() + position("BUY"));
            case "TIMER" -> {
                after("once", Duration.ofSeconds(2));
                beat = every(Duration.ofMillis(700), () -> tell("beat"));
            }
            case "CANCEL" -> beat.cancel();
            case "HISTORY" -> {
                warmUp("platform.data.trade.XNAS.AAPL", Past.since(Duration.ofMinutes(5)));
                history(
                        "platform.data.bar.XNAS.AAPL",
                        Past.last(3),
                        page -> page.forEach(Bar.class, bar -> tell("past bar " + bar.close() + page.isLast())));
            }
            case "HOLD" -> publisher("custom.out").claim(1, 1, 10);
            case "LARGE" -> tell("too large " + publisher("custom.out").claim(1, 1, 10_000_000));
            case "TASK" -> execute(() -> tell("task"));
            case "PAUSE" -> {
                quotes.pause();
                quotes.resume();
                quotes.close();
            }
            default -> figure("sum", sum);
        }
    }

    @Override
    public void onMarketData(MarketData data) {
        tell("data " + data.symbol() + " " + data.isHistorical());
    }

    @Override
    public void onFill(Fill fill) {
        tell("fill " + fill.signedQuantity());
    }

    @Override
    public void onMessage(Message message) {
        String text = new String(message.payload(), UTF_8);
        tell("message " + text + " " + message.attempt());
        switch (text) {
            case "fail" -> throw new IllegalArgumentException("as the test wants");
            case "bad" -> message.reject("of no use");
            case "keep" -> requestSnapshot();
            case "big" -> {
                for (int i = 0; i < 200; i++) {
                    publish("custom.out", 1, new byte[4000]);
                }
            }
            default -> {
                // Told already.
            }
        }
    }

    @Override
    public void onTimer(Timer timer) {
        tell("timer " + timer.name() + " " + timer.dueNs());
    }

    @Override
    public void onRefused(Refused refused) {
        tell("refused " + refused);
    }

    @Override
    public void onNotice(Notice notice) {
        tell("notice " + notice);
    }

    @Override
    public void onSettings() {
        tell("settings " + settings(Settings.class).size());
    }

    @Override
    public void onGrants(boolean latched) {
        tell("grants " + latched);
    }

    @Override
    public Health health() {
        return sum % 2 == 0 ? Health.HEALTHY : Health.degraded("sum=" + sum);
    }

    @Override
    public void saveState(DataOutput out) throws IOException {
        out.writeInt(told);
        out.writeInt(sum);
    }

    @Override
    public void loadState(DataInput in, int version) throws IOException {
        told = in.readInt();
        sum = in.readInt();
    }
}
