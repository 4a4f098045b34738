package io.meridian.platform.store;

import io.meridian.bus.Bus;
import io.meridian.bus.Requester;
import io.meridian.bus.setting.SettingType;
import io.meridian.bus.topic.Topic;
import io.meridian.manager.api.DataPage;
import io.meridian.manager.api.DataQuestion;
import io.meridian.manager.basis.Refusal;
import io.meridian.marketfiles.Selection;
import io.meridian.platform.act.ActPublisher;
import io.meridian.platform.cli.Asking;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.TimeOption;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.storage.trading.TradingQuery;
import io.meridian.storage.trading.TradingRow;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Asks the store service of the deployment over the bus, a page at a time. From any thread: the store answers one question after the other, so they are asked
 * one after the other, and only so many wait.
 */
public final class StorePages implements Function<DataQuestion, DataPage> {
    private static final int MOST_AT_ONCE = 16;
    private static final long TAKE_NS = TimeUnit.SECONDS.toNanos(3);
    private static final long ANSWER_NS = TimeUnit.SECONDS.toNanos(20);

    private final Bus bus;
    private final Semaphore free = new Semaphore(MOST_AT_ONCE);
    private final ReentrantLock turn = new ReentrantLock(true);

    public StorePages(Bus bus) {
        this.bus = bus;
    }

    @Override
    public DataPage apply(DataQuestion question) {
        if (!free.tryAcquire()) {
            throw Refusal.quota("The store is asked " + MOST_AT_ONCE + " questions already. Ask again in a moment.");
        }
        try {
            if (question.what().equals(StoreDesk.KEPT)) {
                return kept(question);
            }
            Shown what = Shown.valueOf(question.what().toUpperCase(Locale.ROOT));
            check(what, question.only());
            return what.table() == null ? market(what, question) : trading(what, question);
        } catch (CommandException | IllegalArgumentException | ArithmeticException wrong) {
            throw Refusal.invalid(wrong.getMessage());
        } finally {
            free.release();
        }
    }

    private DataPage kept(DataQuestion question) {
        if (!question.only().isEmpty()) {
            throw Refusal.invalid(
                    "What is kept has no " + question.only().keySet().iterator().next() + ". Leave it out.");
        }
        return new DataPage(
                ask(StoreDesk.KEPT, List.of("")).stream().map(Kept::fields).toList(), null);
    }

    private static void check(Shown what, Map<String, String> only) {
        String unfit = RowFilter.unfit(what, only);
        if (unfit != null) {
            throw Refusal.invalid(what.label() + " have no " + unfit + ". Leave it out.");
        }
        if (only.containsKey("resolution") && what != Shown.BARS) {
            throw Refusal.invalid(what.label() + " have no resolution: bars have. Leave it out.");
        }
        if (only.containsKey("as_of")
                && (only.containsKey("from") || only.containsKey("to") || what == Shown.BARS || what == Shown.MOVERS)) {
            throw Refusal.invalid("as_of is one time, and from and to are two, as bars and movers need them. Say one or"
                    + " the other.");
        }
    }

    private DataPage trading(Shown what, DataQuestion question) {
        Map<String, String> only = question.only();
        String asOf = only.get("as_of");
        TimeOption.Range times = TimeOption.range(only.get("from"), only.get("to"), ZoneOffset.UTC);
        TradingQuery query = RowFilter.query(what, only, times);
        query = asOf == null ? query : query.until(TimeOption.asOfNs("as_of", asOf, ZoneOffset.UTC));
        long furthest = asOf == null ? Long.MAX_VALUE : Integer.MAX_VALUE;
        long begin = question.cursor() != null ? number(question.cursor(), furthest) : asOf == null ? furthest : 0;
        TradingOrder order = new TradingOrder(query, asOf != null, begin);
        List<TradingRow> page = order.decodeRows(ask(StoreDesk.TRADING, order.encode()));
        List<TradingRow> rows = page.subList(0, Math.min(page.size(), question.limit()));
        boolean isLast = page.size() < TradingOrder.PAGE && rows.size() == page.size();
        String next = asOf == null && !rows.isEmpty()
                ? Long.toString(rows.getLast().came())
                : Long.toString(begin + rows.size());
        return new DataPage(rows.stream().map(TradingShown::fields).toList(), isLast ? null : next);
    }

    private static long number(String cursor, long furthest) {
        if (cursor.matches("\\d{1,18}") && Long.parseLong(cursor) <= furthest) {
            return Long.parseLong(cursor);
        }
        throw noCursor(cursor);
    }

    private static Refusal noCursor(String cursor) {
        return Refusal.invalid("cursor=" + cursor + " is not where a page of this ended. Begin again without one.");
    }

    private DataPage market(Shown what, DataQuestion question) {
        Map<String, String> only = question.only();
        String asOf = only.get("as_of");
        TimeOption.Range times = TimeOption.range(only.get("from"), only.get("to"), ZoneOffset.UTC);
        long toNs = asOf == null ? times.toNs() : Math.addExact(TimeOption.asOfNs("as_of", asOf, ZoneOffset.UTC), 1);
        Selection selection = Selection.all()
                .between(times.fromNs(), toNs)
                .of(only.containsKey("symbol") ? Set.of(only.get("symbol")) : Set.of());
        long periodNs = what == Shown.BARS
                ? SettingType.duration()
                        .parser()
                        .apply(only.getOrDefault("resolution", "1m"))
                        .toNanos()
                : 0;
        MarketOrder.Question asked = what.question(asOf != null);
        MarketOrder order = MarketOrder.of(asked, selection, periodNs);
        if (question.cursor() != null) {
            order = order.after(line(question.cursor(), asked));
        }
        List<List<String>> page = ask(StoreDesk.MARKET, order.encode());
        List<List<String>> lines = page.subList(0, Math.min(page.size(), question.limit()));
        boolean isLast = page.size() < MarketOrder.PAGE && lines.size() == page.size();
        MarketShown shown = new MarketShown(asked);
        return new DataPage(lines.stream().map(shown::fields).toList(), isLast ? null : cursor(lines.getLast()));
    }

    /** A line of an answer, as those who ask hand it back. */
    private static String cursor(List<String> line) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(new Fields(List.of(line)).encode());
    }

    private static List<String> line(String cursor, MarketOrder.Question asked) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor.getBytes(StandardCharsets.US_ASCII));
            List<String> line = Fields.decode(new UnsafeBuffer(bytes), 0, bytes.length)
                    .lines()
                    .getFirst();
            new MarketShown(asked).fields(line);
            return line;
        } catch (RuntimeException none) {
            throw noCursor(cursor);
        }
    }

    private List<List<String>> ask(String what, List<String> given) {
        try {
            if (!turn.tryLock(ANSWER_NS, TimeUnit.NANOSECONDS)) {
                throw Refusal.away("The store is busy with other questions. Ask again in a moment.");
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw Refusal.away("The question was ended before its turn. Ask again.");
        }
        try {
            return askNow(what, given);
        } finally {
            turn.unlock();
        }
    }

    private List<List<String>> askNow(String what, List<String> given) {
        Topic topic = Topic.of(TopicTemplate.STORE.topic(what));
        byte[] bytes = new Fields(List.of(List.of("", ActPublisher.osUser()), given)).encode();
        Fields answer;
        try (Requester requester = bus.requester()) {
            answer = new Asking<>(requester, topic, ANSWER_NS, Fields::decode)
                    .once(new UnsafeBuffer(bytes), bytes.length, System.nanoTime() + TAKE_NS);
        } catch (CommandException unreachable) {
            throw Refusal.away(unreachable.getMessage());
        }
        if (answer == null) {
            throw Refusal.away("No store service of this deployment answers. Start one: meridian store.");
        }
        if (!answer.isOk()) {
            throw Refusal.away("The store cannot answer: " + answer.why());
        }
        return answer.data();
    }
}
